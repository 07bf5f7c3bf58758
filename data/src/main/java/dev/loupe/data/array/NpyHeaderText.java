package dev.loupe.data.array;

import dev.loupe.data.io.ByteInput;
import dev.loupe.tensor.LoupeException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the text of a header: a Python dictionary with `descr`, `fortran_order` and `shape`.
final class NpyHeaderText {
  private static final int MOST_AXES = 64;

  private final String text;
  private final long start;
  private int at;

  /// @param start the offset of the text in the file
  NpyHeaderText(String text, long start) {
    this.text = text;
    this.start = start;
  }

  /// @param end the offset of the first number
  NpyHeader parse(long end) {
    String descr = null;
    Boolean fortran = null;
    int[] sizes = null;
    expect('{');
    while (!accept('}')) {
      String key = string();
      expect(':');
      switch (key) {
        case "descr" -> descr = descr();
        case "fortran_order" -> fortran = truth();
        case "shape" -> sizes = sizes();
        default -> throw broken("one of the keys descr, fortran_order, shape", "'" + key + "'");
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skipSpace();
    if (at < text.length()) {
      throw broken("the end of the header", "'" + text.charAt(at) + "'");
    }
    if (descr == null || fortran == null || sizes == null) {
      throw broken("the keys descr, fortran_order and shape", "not all of them");
    }
    NumberType type = type(descr);
    checkCount(type, sizes);
    boolean big = descr.charAt(0) == '>';
    return new NpyHeader(
        type, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, fortran, sizes, end);
  }

  private static NumberType type(String descr) {
    String plain = "<>|=".indexOf(descr.charAt(0)) >= 0 ? descr.substring(1) : descr;
    NumberType type =
        switch (plain) {
          case "b1", "?" -> NumberType.BOOL;
          case "i1" -> NumberType.INT8;
          case "u1" -> NumberType.UINT8;
          case "i2" -> NumberType.INT16;
          case "u2" -> NumberType.UINT16;
          case "i4" -> NumberType.INT32;
          case "u4" -> NumberType.UINT32;
          case "i8" -> NumberType.INT64;
          case "u8" -> NumberType.UINT64;
          case "f2" -> NumberType.FLOAT16;
          case "f4" -> NumberType.FLOAT32;
          case "f8" -> NumberType.FLOAT64;
          default -> null;
        };
    if (type == null) {
      throw refused(descr, plain);
    }
    return type;
  }

  private static LoupeException refused(String descr, String plain) {
    if (plain.startsWith("O")) {
      return LoupeException.of("the NumPy file holds pickled Python objects")
          .expected("numbers")
          .got("type '" + descr + "'; reading a pickle runs its code, so Loupe doesn't")
          .fix("save an array of numbers with numpy.save(..., allow_pickle=False)");
    }
    String kind =
        switch (plain.isEmpty() ? ' ' : plain.charAt(0)) {
          case 'c' -> "complex numbers";
          case 'U', 'S', 'a' -> "text";
          case 'V' -> "records or raw bytes";
          case 'M', 'm' -> "dates or times";
          case 'f' -> "numbers of a machine's own length";
          default -> "a type that Loupe doesn't know";
        };
    return LoupeException.of("the NumPy file holds " + kind)
        .expected("booleans, integers of 8 to 64 bits, or floats of 16 to 64 bits")
        .got("type '" + descr + "'")
        .fix("convert the array with astype('float32') and save it again");
  }

  private static void checkCount(NumberType type, int[] sizes) {
    long n = type.bytes();
    for (int size : sizes) {
      if (size == 0) {
        return;
      }
    }
    for (int size : sizes) {
      // Both below 2^31, so the product fits 63 bits.
      n *= size;
      if (n > ByteInput.MOST_IN_ARRAY) {
        n = tooMany(sizes);
      }
    }
  }

  private static long tooMany(int[] sizes) {
    throw LoupeException.of("the NumPy file claims too many numbers for one array")
        .expected("at most 2 GiB")
        .got("sizes " + NpyArray.text(sizes));
  }

  private String descr() {
    skipSpace();
    if (at < text.length() && (text.charAt(at) == '[' || text.charAt(at) == '(')) {
      throw LoupeException.of("the NumPy file holds records with named fields")
          .expected("one type of numbers")
          .got("a list of fields at offset " + (start + at))
          .fix("save each field as an array of its own");
    }
    String descr = string();
    if (descr.isEmpty()) {
      throw broken("a type such as '<f4'", "''");
    }
    return descr;
  }

  private boolean truth() {
    skipSpace();
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw broken("True or False", found());
  }

  private int[] sizes() {
    List<Integer> sizes = new ArrayList<>();
    expect('(');
    while (!accept(')')) {
      if (sizes.size() == MOST_AXES) {
        throw broken("at most " + MOST_AXES + " axes", "more");
      }
      sizes.add(size());
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  private int size() {
    skipSpace();
    int from = at;
    long size = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      size = Math.min(1L << 40, size * 10 + text.charAt(at) - '0');
      at++;
    }
    if (at == from) {
      throw broken("a size", found());
    }
    if (size > Integer.MAX_VALUE) {
      String digits = text.substring(from, Math.min(at, from + 24));
      at = from;
      throw broken("a size of at most " + Integer.MAX_VALUE, digits);
    }
    // Python 2 wrote 2L for 2.
    if (at < text.length() && text.charAt(at) == 'L') {
      at++;
    }
    return (int) size;
  }

  private String string() {
    skipSpace();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw broken("text in quotes", found());
    }
    String value = text.substring(at + 1, end);
    if (value.indexOf('\\') >= 0 || value.length() > 64) {
      throw broken("a short text without escapes", "something else");
    }
    at = end + 1;
    return value;
  }

  private boolean accept(char c) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw broken("'" + c + "'", found());
    }
  }

  private void skipSpace() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
      at++;
    }
  }

  private String found() {
    return at < text.length() ? "0x%02X".formatted((int) text.charAt(at)) : "the end of the header";
  }

  private LoupeException broken(String expected, @Nullable String got) {
    return LoupeException.of("the NumPy header is broken at offset " + (start + at))
        .expected(expected)
        .got(got == null ? "nothing" : got);
  }
}
