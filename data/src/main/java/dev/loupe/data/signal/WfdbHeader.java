package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The content of a WFDB header file.
///
/// Source: Moody, WFDB Applications Guide, header(5).
///
/// @param file where it was read
/// @param name of the record
/// @param rate frames a second
/// @param length in frames; 0 where the header does not say
/// @param signals in order; none of a record with segments
/// @param segments in order; none of a record without
/// @param declared how many signals the record line says
/// @param comments the lines that begin with `#`, without it
record WfdbHeader(
    Path file,
    String name,
    double rate,
    long length,
    List<WfdbSignal> signals,
    List<Segment> segments,
    int declared,
    List<String> comments) {
  /// A part of a record.
  ///
  /// @param name of its own record, or `~` for a gap
  /// @param length in frames
  record Segment(String name, long length) {
    boolean gap() {
      return name.equals("~");
    }
  }

  private static final int LARGEST = 16 << 20;
  private static final long LONGEST = 1L << 48;
  private static final int LONGEST_LINE = 4096;
  private static final double USUAL_RATE = 250;

  private static final Pattern RECORD =
      Pattern.compile("([^\\s/]+)(?:/(\\d+))?\\s+(\\d+)(?:\\s+(.*))?");
  private static final Pattern RATE =
      Pattern.compile("([^\\s/(]+)(?:/\\S*)?(?:\\s+(\\d+)(?:\\s.*)?)?");
  private static final Pattern SEGMENT = Pattern.compile("(\\S+)\\s+(\\d+).*");

  /// Reads a header.
  ///
  /// @throws LoupeException if it can't be read or understood, with the file and the line
  static WfdbHeader read(Path file) {
    ByteSource source = ByteSource.of(file);
    if (source.size() > LARGEST) {
      throw LoupeException.of(file + ": this is no WFDB header")
          .expected("a text of at most " + LARGEST + " bytes")
          .got(source.size() + " bytes");
    }
    byte[] bytes = new byte[(int) source.size()];
    source.read(0, bytes, bytes.length);
    return new Lines(file, new String(bytes, StandardCharsets.UTF_8)).header();
  }

  /// Reads line by line.
  private static final class Lines {
    private final Path file;
    private final String[] lines;
    private final List<String> comments = new ArrayList<>();
    private int number;

    Lines(Path file, String text) {
      this.file = file;
      this.lines = text.split("\r\n|\r|\n", -1);
    }

    WfdbHeader header() {
      Matcher record = match(RECORD, "the name of a record and its number of signals");
      int signals = whole(record.group(3), 0);
      double rate = USUAL_RATE;
      long length = 0;
      if (record.group(4) != null) {
        Matcher rest = RATE.matcher(record.group(4));
        if (!rest.matches()) {
          throw bad("a rate, such as 360", record.group(4));
        }
        rate = number(rest.group(1));
        length = rest.group(2) == null ? 0 : frames(rest.group(2));
      }
      if (!(rate > 0)) {
        throw bad("a rate above 0", String.valueOf(rate));
      }
      List<WfdbSignal> found = new ArrayList<>();
      List<Segment> segments = new ArrayList<>();
      int parts = record.group(2) == null ? 0 : whole(record.group(2), 1);
      for (int i = 0; i < parts; i++) {
        Matcher m = match(SEGMENT, "the name and length of segment %d of %d".formatted(i, parts));
        segments.add(new Segment(plain(m.group(1)), frames(m.group(2))));
      }
      for (int i = 0; parts == 0 && i < signals; i++) {
        String line = next("signal %d of %d".formatted(i, signals));
        try {
          found.add(WfdbSignalLine.parse(line));
        } catch (LoupeException e) {
          throw e.at(place());
        }
      }
      while (number < lines.length) {
        skipped(lines[number++]);
      }
      return new WfdbHeader(
          file, record.group(1), rate, length, found, segments, signals, List.copyOf(comments));
    }

    private boolean skipped(String line) {
      String text = line.strip();
      if (text.startsWith("#")) {
        comments.add(text.substring(1).strip());
      }
      return text.isEmpty() || text.startsWith("#");
    }

    private String next(String what) {
      while (number < lines.length) {
        String line = lines[number++];
        if (!skipped(line)) {
          if (line.length() > LONGEST_LINE) {
            throw bad("a line of at most " + LONGEST_LINE + " characters", line);
          }
          return line.strip();
        }
      }
      throw LoupeException.of(file + ": the WFDB header is cut short")
          .expected(what)
          .got("the end of the file after line " + lines.length);
    }

    private Matcher match(Pattern pattern, String what) {
      String line = next(what);
      Matcher matcher = pattern.matcher(line);
      if (!matcher.matches()) {
        throw bad(what, line);
      }
      return matcher;
    }

    private String place() {
      return file + ", line " + number;
    }

    private LoupeException bad(String expected, String got) {
      return LoupeException.of(place() + ": the WFDB header can't be understood")
          .expected(expected)
          .got("'" + WfdbSignalLine.brief(got) + "'");
    }

    private String plain(String name) {
      if (!name.equals("~") && !WfdbSignalLine.PLAIN.matcher(name).matches()) {
        throw bad("the name of a record in this folder", name);
      }
      return name;
    }

    private int whole(String digits, int least) {
      long value = digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
      if (value < least || value > 1_000_000) {
        throw bad("a number of " + least + " to 1000000", digits);
      }
      return (int) value;
    }

    private long frames(String digits) {
      long value = digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
      if (value > LONGEST) {
        throw bad("a length of at most " + LONGEST, digits);
      }
      return value;
    }

    private double number(String text) {
      double value = WfdbSignalLine.number(text);
      if (!Double.isFinite(value)) {
        throw bad("a number", text);
      }
      return value;
    }
  }
}
