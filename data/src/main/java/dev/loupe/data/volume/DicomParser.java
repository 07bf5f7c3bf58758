package dev.loupe.data.volume;

import dev.loupe.data.io.ByteInput;
import dev.loupe.data.volume.DicomDataSet.Element;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the elements of a DICOM file up to its pixels.
///
/// Depth, number and memory of the elements are bounded.
///
/// Source: DICOM PS3.10, section 7 (the file); PS3.5, section 7 (elements and items).
final class DicomParser {
  private static final int PREAMBLE = 128;
  private static final int UNDEFINED = -1;
  private static final int MOST_DEPTH = 32;
  private static final int MOST_ELEMENTS = 1_000_000;
  private static final int MOST_VALUE = 1 << 20;
  private static final long MOST_KEPT = 1L << 28;
  private static final String LONG = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";

  private final ByteInput in;
  private int elements;
  private long kept;

  private DicomParser(ByteInput in) {
    this.in = in;
  }

  /// Where the pixels lie.
  ///
  /// @param tag which kind of pixels
  /// @param type of the element
  /// @param offset of the value in the (inflated) file
  /// @param length of the value in bytes; below 0 if it is in fragments
  record Pixels(int tag, String type, long offset, long length) {}

  /// What was read.
  ///
  /// @param deflatedAt where the packed part begins; below 0 without one
  record Parsed(
      TransferSyntax syntax, DicomDataSet dataSet, Optional<Pixels> pixels, long deflatedAt) {}

  private record Format(ByteOrder order, boolean explicit) {}

  private record Head(int tag, String type, long length) {}

  private static final Format META = new Format(ByteOrder.LITTLE_ENDIAN, true);

  /// Reads a file from its beginning.
  ///
  /// @throws LoupeException if it is no DICOM file or broken
  static Parsed parse(ByteInput in) throws IOException {
    byte[] start = in.peek(PREAMBLE + 4);
    boolean marked =
        start.length == PREAMBLE + 4
            && new String(start, PREAMBLE, 4, StandardCharsets.ISO_8859_1).equals("DICM");
    if (marked) {
      in.skip(PREAMBLE + 4, "the preamble");
    } else if (guess(start) == null) {
      throw LoupeException.of("this is no DICOM file")
          .expected("DICM at offset 128, or an element of group 0002 or 0008 at offset 0")
          .got(hex(start));
    }
    return new DicomParser(in).file();
  }

  private Parsed file() throws IOException {
    DicomDataSet meta = new DicomDataSet(META.order());
    while (in.peek(2).length == 2 && Arrays.equals(in.peek(2), new byte[] {2, 0})) {
      Head head = head(META);
      meta.add(element(head, META, 0, Long.MAX_VALUE));
    }
    String uid = meta.text(DicomTag.TRANSFER_SYNTAX);
    TransferSyntax syntax = uid.isEmpty() ? TransferSyntax.IMPLICIT : TransferSyntax.of(uid);
    long deflatedAt = -1;
    if (syntax.deflated()) {
      deflatedAt = in.offset();
      in.inflate();
    }
    return body(syntax, deflatedAt);
  }

  private Parsed body(TransferSyntax stated, long deflatedAt) throws IOException {
    TransferSyntax syntax = stated;
    // Some files are not what they say: the first element shows it, for no length looks like
    // letters.
    Format looks = guess(in.peek(8));
    if (looks != null) {
      syntax = syntax.with(looks.explicit(), looks.order());
    }
    Format format = new Format(syntax.order(), syntax.explicit());
    DicomDataSet dataSet = new DicomDataSet(syntax.order());
    Pixels pixels = null;
    while (pixels == null && in.peek(1).length > 0) {
      Head head = head(format);
      switch (head.tag()) {
        case DicomTag.PIXELS, DicomTag.FLOAT_PIXELS, DicomTag.DOUBLE_PIXELS ->
            pixels = new Pixels(head.tag(), head.type(), in.offset(), head.length());
        default -> dataSet.add(element(head, format, 0, Long.MAX_VALUE));
      }
    }
    return new Parsed(syntax, dataSet, Optional.ofNullable(pixels), deflatedAt);
  }

  /// How elements seem to be written, by the first: of group 2 or 8, with a type in letters or not.
  private static @Nullable Format guess(byte[] start) {
    if (start.length < 8) {
      return null;
    }
    int little = (start[0] & 0xFF) | ((start[1] & 0xFF) << 8);
    int big = (start[1] & 0xFF) | ((start[0] & 0xFF) << 8);
    boolean letters = letter(start[4]) && letter(start[5]);
    if (little == 8 || little == 2) {
      return new Format(ByteOrder.LITTLE_ENDIAN, letters);
    }
    return big == 8 && letters ? new Format(ByteOrder.BIG_ENDIAN, true) : null;
  }

  private static boolean letter(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  private static String hex(byte[] start) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(8, start.length); i++) {
      text.append("%02X ".formatted(start[i]));
    }
    return start.length == 0 ? "an empty file" : text + "at offset 0";
  }

  /// What stands before a value: tag, type, length; the length is below 0 where it is undefined.
  private Head head(Format format) throws IOException {
    if (++elements > MOST_ELEMENTS) {
      throw LoupeException.of("the DICOM file has too many elements before its pixels")
          .expected("at most " + MOST_ELEMENTS);
    }
    long at = in.offset();
    ByteBuffer head = ByteBuffer.wrap(in.bytes(8, "an element")).order(format.order());
    int tag = (head.getShort(0) & 0xFFFF) << 16 | (head.getShort(2) & 0xFFFF);
    boolean delimiter = tag >>> 16 == 0xFFFE;
    if (delimiter || !format.explicit()) {
      return new Head(tag, "UN", length(head.getInt(4)));
    }
    if (!letter(head.get(4)) || !letter(head.get(5))) {
      throw LoupeException.of(
              "element %s at offset %d has no type".formatted(DicomTag.text(tag), at))
          .expected("two capital letters")
          .got("%02X %02X".formatted(head.get(4), head.get(5)));
    }
    String type = "" + (char) head.get(4) + (char) head.get(5);
    if (!LONG.contains(type)) {
      return new Head(tag, type, head.getShort(6) & 0xFFFF);
    }
    byte[] wide = in.bytes(4, "the length of element " + DicomTag.text(tag));
    return new Head(tag, type, length(ByteBuffer.wrap(wide).order(format.order()).getInt()));
  }

  private static long length(int stored) {
    return stored == UNDEFINED ? UNDEFINED : stored & 0xFFFFFFFFL;
  }

  /// Reads a value.
  ///
  /// @param end the offset where the item that holds it ends
  private Element element(Head head, Format format, int depth, long end) throws IOException {
    long at = in.offset();
    String name = "element " + DicomTag.text(head.tag());
    if (head.tag() >>> 16 == 0xFFFE) {
      throw LoupeException.of("a delimiter stands alone at offset " + (at - 8))
          .got(DicomTag.text(head.tag()));
    }
    boolean undefined = head.length() < 0;
    if (!undefined && head.length() > end - at) {
      throw LoupeException.of(
              "%s at offset %d is longer than the item it is in".formatted(name, at))
          .expected("at most " + (end - at) + " bytes")
          .got(head.length() + " bytes");
    }
    boolean sequence = head.type().equals("SQ");
    boolean known = head.type().equals("UN") && DicomTag.holdsItems(head.tag());
    if (undefined && head.type().startsWith("O")) {
      fragments(name);
      return new Element(head.tag(), head.type(), at, new byte[0], List.of());
    }
    if (undefined || sequence || known) {
      // What an unknown type with an undefined length holds is implicit: PS3.5, 6.2.2.
      boolean implicit = head.type().equals("UN");
      Format inner = implicit ? new Format(ByteOrder.LITTLE_ENDIAN, false) : format;
      long last = undefined ? end : at + head.length();
      List<DicomDataSet> items = items(inner, depth + 1, last, undefined);
      return new Element(head.tag(), head.type(), at, new byte[0], items);
    }
    if (head.length() > MOST_VALUE) {
      in.skip(head.length(), name);
      return new Element(head.tag(), head.type(), at, new byte[0], List.of());
    }
    kept += head.length();
    if (kept > MOST_KEPT) {
      throw LoupeException.of("the DICOM file holds too much beside its pixels")
          .expected("at most " + MOST_KEPT + " bytes")
          .got("more, with " + name + " at offset " + at);
    }
    return new Element(head.tag(), head.type(), at, in.bytes(head.length(), name), List.of());
  }

  private List<DicomDataSet> items(Format format, int depth, long end, boolean undefined)
      throws IOException {
    if (depth > MOST_DEPTH) {
      throw LoupeException.of(
              "the DICOM file's items are nested too deeply at offset " + in.offset())
          .expected("at most " + MOST_DEPTH + " levels");
    }
    List<DicomDataSet> items = new ArrayList<>();
    while (undefined || in.offset() < end) {
      Head head = item(format);
      if (head.tag() == DicomTag.SEQUENCE_END && undefined) {
        return items;
      }
      checkItem(head, end);
      items.add(item(head, format, depth, end));
    }
    return items;
  }

  private Head item(Format format) throws IOException {
    return head(new Format(format.order(), false));
  }

  private void checkItem(Head head, long end) {
    long at = in.offset();
    if (head.tag() != DicomTag.ITEM) {
      throw LoupeException.of("there is no item at offset " + (at - 8))
          .expected(DicomTag.text(DicomTag.ITEM))
          .got(DicomTag.text(head.tag()));
    }
    if (head.length() > end - at) {
      throw LoupeException.of("the item at offset " + at + " is longer than what it is in")
          .expected("at most " + (end - at) + " bytes")
          .got(head.length() + " bytes");
    }
  }

  private DicomDataSet item(Head item, Format format, int depth, long end) throws IOException {
    boolean undefined = item.length() < 0;
    long last = undefined ? end : in.offset() + item.length();
    DicomDataSet dataSet = new DicomDataSet(format.order());
    while (undefined || in.offset() < last) {
      Head head = head(format);
      if (head.tag() == DicomTag.ITEM_END && undefined) {
        return dataSet;
      }
      dataSet.add(element(head, format, depth, last));
    }
    return dataSet;
  }

  /// Passes over a value in fragments.
  private void fragments(String name) throws IOException {
    Head head = item(META);
    while (head.tag() != DicomTag.SEQUENCE_END) {
      checkItem(head, Long.MAX_VALUE);
      in.skip(head.length(), "a fragment of " + name);
      head = item(META);
    }
  }
}
