package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Understands the line of a signal in a WFDB header.
///
/// Only the file and the format must be there; what is missing takes the value that the format's
/// description names.
final class WfdbSignalLine {
  /// Names that stay in the header's folder.
  static final Pattern PLAIN = Pattern.compile("(?!\\.+$)[^/\\\\:~\\s\\p{Cntrl}]+");

  private static final double USUAL_GAIN = 200;
  private static final String NAME = "(\\S+)";
  private static final String FORMAT = "(\\d+)(?:x(\\d+))?(?::(-?\\d+))?(?:\\+(\\d+))?";
  private static final String GAIN = "([^\\s(/]+)(?:\\(([^\\s)]*)\\))?(?:/(\\S+))?";
  private static final String WHOLE = "(-?\\d+)";

  /// File, format, gain, resolution, zero, initial value, checksum, block size, description.
  private static final Pattern LINE =
      Pattern.compile(
          NAME
              + "\\s+"
              + FORMAT
              + ("(?:\\s+" + GAIN)
              + ("(?:\\s+" + WHOLE).repeat(5)
              + "(?:\\s+(.*))?"
              + ")?".repeat(6));

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

  private WfdbSignalLine() {}

  /// Reads a line.
  ///
  /// @throws LoupeException if it can't be understood
  static WfdbSignal parse(String line) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      throw bad("a file, a format, and what describes the signal", line);
    }
    int format = whole(m, 2, 0, 0, 100_000);
    String file = group(m, 1);
    if (format != 0 && !PLAIN.matcher(file).matches()) {
      throw bad("the name of a file in this folder", file);
    }
    if (format >= 500 && format < 600) {
      throw LoupeException.of("the signal is packed by FLAC, which Loupe doesn't read")
          .expected("one of the formats 8, 16, 24, 32, 61, 80, 160, 212, 310, 311")
          .got(String.valueOf(format))
          .fix("convert the record to format 16");
    }
    if (format != 0 && WfdbFormat.of(format) == null) {
      throw LoupeException.of("the format of the signal is not known")
          .expected("one of 8, 16, 24, 32, 61, 80, 160, 212, 310, 311")
          .got(String.valueOf(format));
    }
    int zero = whole(m, 10, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    String units = group(m, 8);
    return new WfdbSignal(
        file,
        format,
        whole(m, 3, 1, 1, 1 << 20),
        whole(m, 4, 0, 0, Integer.MAX_VALUE),
        offset(group(m, 5)),
        gain(group(m, 6)),
        m.group(7) == null ? zero : baseline(group(m, 7)),
        units.isEmpty() ? "mV" : units,
        whole(m, 9, 0, Integer.MIN_VALUE, Integer.MAX_VALUE),
        zero,
        whole(m, 11, zero, Integer.MIN_VALUE, Integer.MAX_VALUE),
        m.group(12) == null
            ? OptionalInt.empty()
            : OptionalInt.of(whole(m, 12, 0, -32768, 65535) & 0xFFFF),
        group(m, 14).strip());
  }

  /// The number that a text is; NaN if it is none.
  static double number(String text) {
    return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }

  /// A text for errors.
  static String brief(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }

  private static String group(Matcher m, int index) {
    @Nullable String text = m.group(index);
    return text == null ? "" : text;
  }

  private static double gain(String text) {
    double value = text.isEmpty() ? 0 : number(text);
    if (!Double.isFinite(value)) {
      throw bad("a gain, such as 200(1024)/mV", text);
    }
    return value == 0 ? USUAL_GAIN : value;
  }

  private static int baseline(String text) {
    double value = number(text);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw bad("a whole number as baseline", text);
    }
    return (int) value;
  }

  private static long offset(String digits) {
    if (digits.length() > 15) {
      throw bad("an offset below 10^15", digits);
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static int whole(Matcher m, int index, int otherwise, long least, long most) {
    String text = group(m, index);
    if (text.isEmpty()) {
      return otherwise;
    }
    long value = text.length() > 12 ? Long.MAX_VALUE : Long.parseLong(text);
    if (value < least || value > most) {
      throw bad("a whole number of " + least + " to " + most, text);
    }
    return (int) value;
  }

  private static LoupeException bad(String expected, String got) {
    return LoupeException.of("the line of the signal can't be understood")
        .expected(expected)
        .got("'" + brief(got) + "'");
  }
}
