package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loupe data`, `train` and `eval` on recordings and series.
final class SignalDataTest {
  private static final int RATE = 400;

  @TempDir private static Path folder = Path.of("");

  /// Three speakers, each with ten recordings of two tones; the index makes them longer.
  @BeforeAll
  static void record() throws IOException {
    Files.createDirectories(tones());
    for (String speaker : List.of("ann", "bob", "cyd")) {
      for (int i = 0; i < 10; i++) {
        for (int tone = 0; tone < 2; tone++) {
          String name = (tone == 0 ? "low_" : "high_") + speaker + "_" + i + ".wav";
          Files.write(tones().resolve(name), tone(20 + 60 * tone + i, RATE / 2 + 30 * i));
        }
      }
    }
    Files.write(tones().resolve("low_ann_99.wav"), new byte[] {1, 2, 3});
  }

  private static Path tones() {
    return folder.resolve("tones");
  }

  private static byte[] tone(double hertz, int count) {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * count);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * count);
    for (int i = 0; i < count; i++) {
      wav.putShort((short) (20_000 * Math.sin(2 * Math.PI * hertz * i / RATE)));
    }
    return wav.array();
  }

  private static JsonNode json(Shell shell) {
    assertThat(shell.code()).as(shell.err()).isZero();
    return JsonMapper.builder().build().readTree(shell.out());
  }

  @Test
  void theSheetTellsLengthsAndWhoIsOnBothSides() {
    Shell shell = Shell.run(folder, "data", tones().toString());
    assertThat(shell.code()).isZero();
    assertThat(shell.err())
        .startsWith("1 recording is broken and left out (--strict makes that an error):\n")
        .endsWith(
            "both to learn from and to judge by: ann, bob, cyd\n"
                + "  for a test on others add --by-group, or --leave-out ann\n");
    assertThat(shell.out())
        .startsWith("tones: 30 recordings in 2 classes at 400 Hz, indices 5 and up\n")
        .contains("  sample    400x1\n")
        .contains("  rate      400 Hz\n")
        .contains("  lengths   200 to 470, half of them up to 320\n")
        .contains(
            "  groups    3 to learn from: ann, bob, cyd\n"
                + "            3 to judge by: ann, bob, cyd\n"
                + "            3 are both, with 30 samples to judge\n")
        .contains("  broken    1\n")
        .containsPattern("\nhigh +15 +15\nlow +15 +15\n");
  }

  @Test
  void lengthRateAndGroupsCanBeChosen() {
    JsonNode all =
        json(
            Shell.run(
                folder,
                "data",
                tones().toString(),
                "--seconds=0.5",
                "--rate=200",
                "--leave-out=ann,cyd",
                "--json"));
    assertThat(all.get("shape").toString()).isEqualTo("[100,1]");
    assertThat(all.get("rate").asDouble()).isEqualTo(200);
    assertThat(all.get("lengths").get("median").asInt()).isEqualTo(320);
    assertThat(all.get("groups").toString())
        .isEqualTo("{\"train\":[\"bob\"],\"test\":[\"ann\",\"cyd\"],\"both\":[]}");
    assertThat(all.get("train").asInt()).isEqualTo(20);
    assertThat(all.get("broken").size()).isEqualTo(1);
    JsonNode drawn = json(Shell.run(folder, "data", tones().toString(), "--by-group", "--json"));
    assertThat(drawn.get("groups").get("test").size()).isEqualTo(1);
    assertThat(drawn.get("test").asInt()).isEqualTo(20);
  }

  @Test
  void choicesThatAreNotPossibleAreRefused() {
    String data = tones().toString();
    assertThat(Shell.run(folder, "data", data, "--leave-out=anne").err())
        .isEqualTo(
            "loupe: "
                + data
                + ": unknown group 'anne'\n  expected: one of ann, bob, cyd\n"
                + "  fix: did you mean 'ann'?\n");
    assertThat(Shell.run(folder, "data", data, "--leave-out=ann", "--by-group").err())
        .isEqualTo(
            "loupe: --leave-out and --by-group say different things\n  expected: one of them\n");
    assertThat(Shell.run(folder, "data", data, "--strict").err())
        .startsWith("loupe: " + data + ": 1 recording is broken\n");
    assertThat(Shell.run(folder, "data", data, "--seconds=-1").code()).isEqualTo(2);
  }

  @Test
  void evalKeepsTheChoicesOfTheTraining() {
    String run = folder.resolve("run").toString();
    Shell training =
        Shell.run(
            folder,
            "train",
            "--data=" + tones(),
            "--model=mlp",
            "--epochs=2",
            "--batch=8",
            "--seconds=0.25",
            "--leave-out=bob",
            "--out=" + run);
    assertThat(training.code()).as(training.err()).isZero();
    assertThat(training.out())
        .contains("tones: 40 samples to learn from, 20 to be judged by, 100x1");
    JsonNode judged = json(Shell.run(folder, "eval", run, "--json"));
    assertThat(judged.get("samples").asInt()).isEqualTo(20);
    assertThat(folder.resolve("run/samples/high.csv")).exists();
  }

  @Test
  void seriesHaveNoGroupsAndNoWarning() throws IOException {
    Path series = Files.createDirectories(folder.resolve("series"));
    Files.writeString(series.resolve("X_TRAIN.tsv"), "1\t1\t2\n2\t3\t4\n");
    Files.writeString(series.resolve("X_TEST.tsv"), "1\t1\t2\n");
    Shell shell = Shell.run(folder, "data", series.toString());
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out())
        .startsWith("X: 2 series in the format of the UCR archive\n")
        .contains("  sample    2x1\n  lengths   all 2\n  to learn  2\n");
  }
}
