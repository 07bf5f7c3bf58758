package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.train.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `loupe train --resume`, with processes that are really killed.
final class ResumeCommandTest {
  private static final int KILLS = 10;

  /// In seconds; other processes may use the computer meanwhile.
  private static final int PATIENCE = 240;

  @TempDir private static Path folder = Path.of("");

  /// No kill comes later, however slow the computer is at the moment.
  private static final long LATEST_MILLIS = 3_000;

  private static long latestMillis;

  @BeforeAll
  static void trainWithoutInterruption() throws IOException, InterruptedException {
    DrawnPictures.write(folder.resolve("pictures"), 80);
    long start = System.nanoTime();
    Process process = begin("whole");
    end(process);
    assertThat(process.exitValue()).isZero();
    latestMillis = Math.min(LATEST_MILLIS, (System.nanoTime() - start) / 1_000_000);
  }

  private static List<String> training(String run, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train",
                "--data=" + folder.resolve("pictures"),
                "--epochs=8",
                "--batch=16",
                "--augment=light",
                "--checkpoint-every=1",
                "--seed=3"));
    words.add((more.length > 0 ? "--resume=" : "--out=") + folder.resolve(run));
    words.addAll(List.of(more));
    return words;
  }

  /// Each step leaves a checkpoint, so that many kills fall into the writing of one.
  private static Process begin(String run) throws IOException {
    return start(training(run));
  }

  private static Process goOn(String run, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("train", "--resume", place(run)));
    words.addAll(List.of(more));
    return start(words);
  }

  private static Process start(List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx512m", "-cp", classes()));
    command.add("dev.loupe.cli.Main");
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
  }

  /// Where this process has its classes from, be they modules or not.
  private static String classes() {
    return System.getProperty("java.class.path", "")
        + System.getProperty("path.separator")
        + System.getProperty("jdk.module.path", "");
  }

  private static void end(Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).as(said()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path log() {
    return folder.resolve("log");
  }

  private static String said() throws IOException {
    return Files.readString(log());
  }

  private static String place(String run) {
    return folder.resolve(run).toString();
  }

  private static void assertSameBytes(String run) throws IOException {
    Path weights = folder.resolve(run).resolve("model.safetensors");
    Path whole = folder.resolve("whole/model.safetensors");
    assertThat(Files.mismatch(weights, whole)).as(run).isEqualTo(-1);
    assertThat(names(run)).isEqualTo(names("whole"));
    assertThat(metrics(run)).isEqualTo(metrics("whole"));
  }

  /// All but TensorBoard's files: each process has one, whose name tells when it began.
  private static List<String> names(String run) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(run))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> !name.startsWith("events.out"))
          .sorted()
          .toList();
    }
  }

  /// All but the last two columns, which are times.
  private static List<String> metrics(String run) throws IOException {
    return Files.readAllLines(folder.resolve(run).resolve("metrics.csv")).stream()
        .map(row -> row.replaceFirst(",[^,]*,[^,]*$", ""))
        .toList();
  }

  @Test
  void killsAtTenRandomInstantsDontChangeAByte() throws IOException, InterruptedException {
    Random random = new Random(11);
    int kills = 0;
    int runs = 0;
    while (kills < KILLS) {
      String run = "killed-" + runs++;
      boolean killed = true;
      while (killed && kills < KILLS) {
        Process process = Run.begun(folder.resolve(run)) ? goOn(run) : begin(run);
        // From the start of the JVM to the end of the training, or near it.
        killed = !process.waitFor(random.nextLong(latestMillis), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        // A process that ended by itself has done so well.
        assertThat(process.exitValue()).as(said()).isEqualTo(killed ? 137 : 0);
        kills += killed ? 1 : 0;
      }
      Process last = Run.begun(folder.resolve(run)) ? goOn(run) : begin(run);
      end(last);
      assertThat(last.exitValue()).as(said()).isZero();
      assertSameBytes(run);
    }
  }

  @Test
  void aSignalLeavesACheckpointAndSaysHowToGoOn() throws IOException, InterruptedException {
    Process process = begin("asked");
    Path model = folder.resolve("asked/model.json");
    // The first epoch of many is done.
    for (int i = 0; i < 20 * PATIENCE && !Files.exists(model) && process.isAlive(); i++) {
      Thread.sleep(50);
    }
    process.destroy();
    end(process);
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(folder.resolve("asked/curves.png")).isNotEmptyFile();
    assertThat(said()).doesNotContain("can't draw");
    assertThat(said()).contains("\n  ./loupe train --resume " + place("asked") + "\n");
    assertThat(Run.interrupted(folder.resolve("asked"))).isPresent();
    refusesAnotherTraining();
    // The same line may be given again and again; threads and what is printed are free.
    Shell shell =
        Shell.run(folder, training("asked", "--threads=1", "--quiet").toArray(String[]::new));
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out()).startsWith(place("asked") + "  ");
    assertSameBytes("asked");
  }

  private static void refusesAnotherTraining() throws IOException {
    Shell longer = Shell.run(folder, "train", "--resume", place("asked"), "--epochs=9");
    assertThat(longer.code()).isEqualTo(2);
    assertThat(longer.err())
        .contains("checkpoint.safetensors: this is not the training that was interrupted\n")
        .contains("epochs 8")
        .contains("epochs 9");
    Path picture;
    try (Stream<Path> pictures = Files.list(folder.resolve("pictures/digit 2"))) {
      picture = pictures.findFirst().orElseThrow();
    }
    Path aside = folder.resolve("aside.png");
    Files.move(picture, aside);
    Shell other = Shell.run(folder, "train", "--resume", place("asked"));
    Files.move(aside, picture, StandardCopyOption.ATOMIC_MOVE);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("expected: training data ");
  }

  @Test
  void aTrainingThatHasEndedIsLeftAlone() {
    Shell shell = Shell.run(folder, "train", "--resume", place("whole"));
    assertThat(shell.code()).isZero();
    assertThat(shell.out())
        .isEqualTo(place("whole") + ": the training has ended already, nothing is left to do\n");
    Shell json = Shell.run(folder, "train", "--resume", place("whole"), "--json");
    assertThat(json.out()).contains("\"stopped\":false");
  }

  @Test
  void whereNothingIsThereTheTrainingIsToBeDescribed() throws IOException {
    Shell shell = Shell.run(folder, "train", "--resume", place("nowhere"));
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo(
            "loupe: "
                + place("nowhere")
                + ": there is no training to go on with\n"
                + "  expected: a folder with checkpoint.safetensors or, after the end, model.json\n"
                + "  fix: begin the training: it was ended before its first step, so nothing is"
                + " lost\n");
    Shell begun = Shell.run(folder, training("resumed", "--quiet").toArray(String[]::new));
    assertThat(begun.code()).isZero();
    assertSameBytes("resumed");
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    Shell two = Shell.run(folder, "train", "--resume", place("whole"), "--out=x");
    assertThat(two.code()).isEqualTo(2);
    assertThat(two.err()).startsWith("loupe: --resume and --out both name a folder\n");
    Shell never = Shell.run(folder, "train", "--checkpoint-every=soon");
    assertThat(never.code()).isEqualTo(2);
    assertThat(never.err())
        .isEqualTo(
            "loupe: --checkpoint-every is neither a number of steps nor a time\n"
                + "  expected: such as 200 for steps, or 30s, 5m or 2h\n"
                + "  got: 'soon'\n");
  }
}
