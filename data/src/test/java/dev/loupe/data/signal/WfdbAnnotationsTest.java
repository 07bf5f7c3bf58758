package dev.loupe.data.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WfdbAnnotationsTest {
  @TempDir Path folder;

  private WfdbAnnotations read(byte[] content) throws IOException {
    return WfdbAnnotations.read(Files.write(folder.resolve("x.atr"), content));
  }

  private String refusal(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("x.atr"), content);
    String message = SignalFixtures.frugalError(() -> WfdbAnnotations.read(file));
    assertThat(message).startsWith(file + ": ");
    return message.substring(file.toString().length() + 2);
  }

  private static byte[] words(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putShort((short) word);
    }
    return bytes.array();
  }

  private static int word(int code, int value) {
    return (code << 10) | value;
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return SignalFixtures.join(
        words(word(63, bytes.length)), Arrays.copyOf(bytes, bytes.length + bytes.length % 2));
  }

  /// The marks of record 100 as rdann of the WFDB software lists them: their number, the first
  /// and last, and the kinds. The beats are also in another conversion of the same database.
  @Test
  void theMarksOfARealRecordAreThoseOfOtherReaders() throws IOException {
    List<WfdbAnnotation> list =
        WfdbAnnotations.read(SignalFixtures.shared("wfdb").resolve("100.atr")).list();
    assertThat(list).hasSize(2274);
    assertThat(list.getFirst()).isEqualTo(new WfdbAnnotation(18, 28, "+", 0, 0, 0, "(N"));
    assertThat(list.get(8)).isEqualTo(new WfdbAnnotation(2044, 8, "A", 0, 0, 0, ""));
    assertThat(list.getLast()).isEqualTo(new WfdbAnnotation(649991, 1, "N", 0, 0, 0, ""));
    Map<String, Integer> kinds = new TreeMap<>();
    list.forEach(a -> kinds.merge(a.symbol(), 1, Integer::sum));
    assertThat(kinds).isEqualTo(Map.of("+", 1, "A", 33, "N", 2239, "V", 1));
    List<String> beats =
        list.stream()
            .filter(a -> !a.symbol().equals("+"))
            .map(a -> "100," + a.sample() + "," + (a.symbol().equals("V") ? 1 : 0))
            .toList();
    List<String> others =
        Files.readAllLines(SignalFixtures.shared("mitbih").resolve("beats.csv")).stream()
            .filter(line -> line.startsWith("100,"))
            .toList();
    assertThat(beats).isEqualTo(others);
  }

  @Test
  void fieldsOfAMarkFollowIt() throws IOException {
    byte[] file =
        SignalFixtures.join(
            words(word(59, 0), 0x0001, 0x0002),
            words(word(1, 3), word(61, 5), word(62, 1), word(60, 0xFF)),
            text("abc"),
            words(word(5, 1023)),
            words(word(59, 0), 0xFFFF, 0xFFFE, word(49, 0)),
            words(word(60, 2), word(8, 1), 0, 99));
    assertThat(read(file).list())
        .containsExactly(
            new WfdbAnnotation(65541, 1, "N", 5, 1, -1, "abc"),
            new WfdbAnnotation(66564, 5, "V", 0, 1, -1, ""),
            new WfdbAnnotation(66562, 49, "[49]", 0, 1, 2, ""),
            new WfdbAnnotation(66563, 8, "A", 0, 1, 2, ""));
    assertThat(read(file).rate()).isZero();
    assertThat(read(words(0)).list()).isEmpty();
  }

  @Test
  void remarksAtTheBeginningAreObeyed() throws IOException {
    byte[] note = words(word(22, 0));
    byte[] file =
        SignalFixtures.join(
            note,
            text("## time resolution: 250.5"),
            note,
            text("## annotation type definitions"),
            note,
            text("42 zz something else"),
            note,
            text("## end of definitions"),
            note,
            text("said"),
            words(word(42, 7), 0));
    WfdbAnnotations read = read(file);
    assertThat(read.rate()).isEqualTo(250.5);
    assertThat(read.list())
        .containsExactly(
            new WfdbAnnotation(0, 22, "\"", 0, 0, 0, "said"),
            new WfdbAnnotation(7, 42, "zz", 0, 0, 0, ""));
  }

  @Test
  void everyTruncationIsRefusedWithItsOffset() throws IOException {
    byte[] file =
        SignalFixtures.join(
            words(word(1, 3), word(61, 5)), text("abc"), words(word(59, 0), 1, 2, word(5, 9), 0));
    assertThat(read(file).list()).hasSize(2);
    for (int length = 0; length < file.length; length++) {
      assertThat(refusal(Arrays.copyOf(file, length)))
          .startsWith("the annotation file is cut short\n  expected: ")
          .endsWith("offset " + length + "\n  fix: get the file again");
    }
    assertThat(refusal(new byte[0]))
        .isEqualTo(
            "the annotation file is cut short\n"
                + "  expected: an annotation, or the mark of the end at offset 0\n"
                + "  got: the end of the file at offset 0\n  fix: get the file again");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertThat(refusal(words('N' << 8, 5)))
        .isEqualTo(
            "the annotations are of a format that Loupe doesn't read\n  expected: the MIT format\n"
                + "  got: the AHA format, by the bytes at offset 0\n"
                + "  fix: convert them with rdann and wrann");
    assertThat(refusal(words(word(61, 5), word(1, 1), 0)))
        .isEqualTo(
            "the annotation file is broken at offset 0\n  expected: an annotation\n"
                + "  got: the code 61, which belongs to one");
    assertThat(refusal(words(word(59, 0), 0x8000, 0, word(1, 1), 0)))
        .isEqualTo(
            "the annotation at offset 6 is before the record\n  expected: a sample of 0 or more\n"
                + "  got: -2147483647");
    List<byte[]> skips = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      skips.add(words(word(59, 0), 0x7FFF, 0xFFFF));
    }
    skips.add(words(word(1, 0), 0));
    assertThat(read(SignalFixtures.join(skips.toArray(byte[][]::new))).list().getFirst().sample())
        .isEqualTo(1000L * Integer.MAX_VALUE);
  }
}
