package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Elements of a DICOM file, or of an item in it, by their tags.
///
/// Long values (over 1 MiB) are passed over and found empty.
public final class DicomDataSet {
  /// An element.
  ///
  /// @param tag group and element
  /// @param type two letters, such as `US`; `UN` where the file doesn't say
  /// @param offset where its value begins in the (inflated) file
  /// @param value its bytes; empty if it holds items
  /// @param items the data sets it holds
  public record Element(
      int tag, String type, long offset, byte[] value, List<DicomDataSet> items) {}

  private final ByteOrder order;
  private final Map<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);

  DicomDataSet(ByteOrder order) {
    this.order = order;
  }

  void add(Element element) {
    elements.put(element.tag(), element);
  }

  /// All elements in the order of their tags.
  public List<Element> elements() {
    return List.copyOf(elements.values());
  }

  /// An element.
  public Optional<Element> find(int tag) {
    return Optional.ofNullable(elements.get(tag));
  }

  /// The items of an element; none if it isn't there.
  public List<DicomDataSet> items(int tag) {
    return find(tag).map(Element::items).orElse(List.of());
  }

  /// The text of an element without the spaces around it; empty if it isn't there.
  public String text(int tag) {
    return find(tag).map(e -> text(e.value())).orElse("");
  }

  private String text(byte[] value) {
    boolean utf8 =
        find(DicomTag.CHARACTER_SET)
            .filter(e -> new String(e.value(), StandardCharsets.US_ASCII).contains("192"))
            .isPresent();
    Charset charset = utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    return new String(value, charset).replace('\0', ' ').strip();
  }

  /// The number in an element of type US, SS, UL or SL, or IS.
  ///
  /// @param missing what is taken if the element isn't there or is empty
  /// @throws LoupeException if it holds something else
  public int integer(int tag, int missing) {
    Element element = elements.get(tag);
    if (element == null || element.value().length == 0) {
      return missing;
    }
    if (element.type().equals("IS") || tag == DicomTag.FRAMES) {
      double value = decimals(tag).getFirst();
      if (value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE) {
        return (int) value;
      }
      throw odd(element, "a whole number");
    }
    ByteBuffer value = ByteBuffer.wrap(element.value()).order(order);
    boolean signed = element.type().startsWith("S");
    if (value.capacity() % 4 == 0 && element.type().endsWith("L")) {
      long number = signed ? value.getInt(0) : value.getInt(0) & 0xFFFFFFFFL;
      if (number > Integer.MAX_VALUE) {
        throw odd(element, "at most " + Integer.MAX_VALUE);
      }
      return (int) number;
    }
    if (value.capacity() < 2) {
      throw odd(element, "a number of 16 bits");
    }
    return signed ? value.getShort(0) : value.getShort(0) & 0xFFFF;
  }

  /// The numbers in the text of an element of type DS or IS; none if it isn't there or is empty.
  ///
  /// @throws LoupeException if it holds something else
  public List<Double> decimals(int tag) {
    Element element = elements.get(tag);
    if (element == null) {
      return List.of();
    }
    String text = new String(element.value(), StandardCharsets.ISO_8859_1);
    text = text.replace('\0', ' ').strip();
    if (text.isEmpty()) {
      return List.of();
    }
    List<Double> numbers = new ArrayList<>();
    for (String part : text.split("\\\\", -1)) {
      // Double.parseDouble takes more than the standard does, such as NaN and 1f.
      if (!part.strip().matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?")) {
        throw odd(element, "decimal numbers");
      }
      double number = Double.parseDouble(part.strip());
      if (!Double.isFinite(number)) {
        throw odd(element, "finite numbers");
      }
      numbers.add(number);
    }
    return Collections.unmodifiableList(numbers);
  }

  /// The same, of which there must be so many.
  ///
  /// @return the numbers in a new array; empty if the element isn't there or is empty
  /// @throws LoupeException if there are others
  Optional<double[]> decimals(int tag, int count) {
    List<Double> numbers = decimals(tag);
    Element element = elements.get(tag);
    if (element == null || numbers.isEmpty()) {
      return Optional.empty();
    }
    if (numbers.size() != count) {
      throw odd(element, count + " numbers");
    }
    return Optional.of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static LoupeException odd(Element element, String expected) {
    String shown = new String(element.value(), StandardCharsets.ISO_8859_1);
    String clean = shown.replaceAll("[^ -~]", "?");
    return LoupeException.of(
            "element %s at offset %d is odd"
                .formatted(DicomTag.text(element.tag()), element.offset()))
        .expected(expected)
        .got("'" + (clean.length() > 40 ? clean.substring(0, 40) + "..." : clean) + "'");
  }
}
