package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The marks of a WFDB annotation file in MIT format, such as `100.atr`.
///
/// Files of the AHA format are refused. Remarks at the beginning that define symbols or the rate
/// are obeyed, and are no marks.
///
/// Source: Moody, WFDB Applications Guide, annot(5).
///
/// @param list in the order of the file
/// @param rate counts of `sample` a second, where the file says so, else 0
public record WfdbAnnotations(List<WfdbAnnotation> list, double rate) {
  private static final int LARGEST = 1 << 28;
  private static final int NOTE = 22;
  private static final int SKIP = 59;
  private static final int NUM = 60;
  private static final int SUB = 61;
  private static final int CHN = 62;
  private static final int AUX = 63;

  /// What the second byte of a file in AHA format may be; the first is 0.
  private static final String AHA_CODES = "NVFEPQRU";

  /// The letters of codes 0 to 41; those without one are never written.
  private static final List<String> SYMBOLS =
      List.of(
          " ", "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", "[15]", "|",
          "[17]", "s", "T", "*", "D", "\"", "=", "p", "B", "^", "t", "+", "u", "?", "!", "[", "]",
          "e", "n", "@", "x", "f", "(", ")", "r");

  /// Copies the list.
  public WfdbAnnotations {
    list = List.copyOf(list);
  }

  /// Reads a file.
  ///
  /// @throws LoupeException if it can't be read, ends too early, or is of another format; with its
  ///   name and the offset
  public static WfdbAnnotations read(Path file) {
    ByteSource source = ByteSource.of(file);
    if (source.size() > LARGEST) {
      throw LoupeException.of(file + ": this is no annotation file")
          .expected("at most " + LARGEST + " bytes")
          .got(String.valueOf(source.size()));
    }
    byte[] bytes = new byte[(int) source.size()];
    source.read(0, bytes, bytes.length);
    try {
      return new Words(bytes).annotations();
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }

  /// The letter of a code that the file does not define.
  static String symbol(int code) {
    return code < SYMBOLS.size() ? SYMBOLS.get(code) : "[" + code + "]";
  }

  /// Goes through the 16-bit words: a code in the upper 6 bits, a number in the others.
  private static final class Words {
    private final byte[] bytes;
    private final List<WfdbAnnotation> list = new ArrayList<>();
    private final Map<Integer, String> defined = new HashMap<>();
    private int at;
    private boolean defining;
    private double rate;

    Words(byte[] bytes) {
      this.bytes = bytes;
    }

    WfdbAnnotations annotations() {
      if (bytes.length > 1 && bytes[0] == 0 && AHA_CODES.indexOf(bytes[1]) >= 0) {
        throw LoupeException.of("the annotations are of a format that Loupe doesn't read")
            .expected("the MIT format")
            .got("the AHA format, by the bytes at offset 0")
            .fix("convert them with rdann and wrann");
      }
      long time = 0;
      int channel = 0;
      int number = 0;
      int word = word();
      while (word != 0) {
        if (word >>> 10 == SKIP) {
          time += interval();
          word = word();
          continue;
        }
        int start = at - 2;
        int code = word >>> 10;
        if (code > SKIP) {
          throw LoupeException.of("the annotation file is broken at offset " + start)
              .expected("an annotation")
              .got("the code " + code + ", which belongs to one");
        }
        time += word & 0x3FF;
        int subtype = 0;
        String text = "";
        word = word();
        while (word >>> 10 > SKIP) {
          switch (word >>> 10) {
            case NUM -> number = (byte) word;
            case SUB -> subtype = (byte) word;
            case CHN -> channel = word & 0xFF;
            case AUX -> text = text(word & 0xFF);
            default -> throw new IllegalStateException("code " + (word >>> 10));
          }
          word = word();
        }
        if (time < 0) {
          throw LoupeException.of("the annotation at offset " + start + " is before the record")
              .expected("a sample of 0 or more")
              .got(String.valueOf(time));
        }
        add(new WfdbAnnotation(time, code, "", subtype, channel, number, text));
      }
      return new WfdbAnnotations(list, rate);
    }

    private void add(WfdbAnnotation a) {
      if (a.sample() == 0 && a.code() == NOTE && remark(a.text())) {
        return;
      }
      String symbol = defined.getOrDefault(a.code(), symbol(a.code()));
      list.add(
          new WfdbAnnotation(
              a.sample(), a.code(), symbol, a.subtype(), a.channel(), a.number(), a.text()));
    }

    /// Whether a note at the beginning speaks about the file itself.
    private boolean remark(String text) {
      if (text.startsWith("## ")) {
        defining = text.startsWith("## annotation type definitions") || defining;
        defining &= !text.startsWith("## end of definitions");
        String resolution = "## time resolution: ";
        if (text.startsWith(resolution)) {
          double value = WfdbSignalLine.number(text.substring(resolution.length()).strip());
          rate = value > 0 ? value : rate;
        }
        return true;
      }
      if (defining) {
        String[] parts = text.strip().split("\\s+", 3);
        if (parts.length > 1 && parts[0].matches("\\d{1,2}")) {
          defined.put(Integer.parseInt(parts[0]), parts[1]);
        }
      }
      return defining;
    }

    private int word() {
      need(2, "an annotation, or the mark of the end");
      int word = (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
      at += 2;
      return word;
    }

    /// 32 bits, the upper half first.
    private int interval() {
      need(4, "4 bytes of an interval");
      int high = word();
      return (high << 16) | word();
    }

    private String text(int length) {
      need(length + (length & 1), length + " bytes of a text");
      int end = at + length;
      while (end > at && bytes[end - 1] == 0) {
        end--;
      }
      String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
      at += length + (length & 1);
      return text;
    }

    private void need(int count, String what) {
      if (count > bytes.length - at) {
        throw LoupeException.of("the annotation file is cut short")
            .expected(what + " at offset " + at)
            .got("the end of the file at offset " + bytes.length)
            .fix("get the file again");
      }
    }
  }
}
