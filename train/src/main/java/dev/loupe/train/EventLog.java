package dev.loupe.train;

import dev.loupe.formats.TensorBoardEvent;
import dev.loupe.graph.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Writes a training's curves for TensorBoard, beside `metrics.csv`, and passes on what it hears.
///
/// Each process that trains has a file of its own. One that goes on voids, in its first records,
/// the points behind the checkpoint that an earlier one had come to. What is written depends on the
/// step alone, so that the curves are those of a training that was never interrupted.
///
/// A file is opened for each record: there is nothing to close, and a process that is killed leaves
/// all that it has said. Where a file can't be written the training goes on without it.
final class EventLog implements TrainingListener {
  private static final String BEGIN = "events.out.tfevents.";

  /// Where others write the name of the computer, which is nobody's business.
  private static final String END = ".loupe";

  /// TensorBoard shows about as many points of a curve.
  private static final long POINTS = 1000;

  private final TrainingListener next;
  private final @Nullable Path folder;
  private boolean on;
  private @Nullable Path file;
  private long every = 1;
  private long last;
  private String judge = "test";

  /// A log.
  ///
  /// @param next who is told all that this one is
  /// @param folder of the run, if it has one
  /// @param on whether to write
  EventLog(TrainingListener next, @Nullable Path folder, boolean on) {
    this.next = next;
    this.folder = folder;
    this.on = on && folder != null;
  }

  /// The files of a folder, the first written first.
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, EventLog::named)) {
      return StreamSupport.stream(files.spliterator(), false).sorted().toList();
    }
  }

  private static boolean named(Path file) {
    return String.valueOf(file.getFileName())
        .matches("events[.]out[.]tfevents[.][0-9]{1,18}[.]loupe");
  }

  /// A training begins: what another one has written to its folder goes.
  void begin(ModelInfo info) {
    Path place = folder;
    if (place == null) {
      return;
    }
    try {
      for (Path old : files(place)) {
        Files.delete(old);
      }
    } catch (IOException e) {
      give(e);
    }
    create();
    describe(info);
  }

  /// The log is on the disk as far as it goes; before a checkpoint is, as that goes on from there.
  void force() {
    Path target = file;
    if (on && target != null) {
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
        channel.force(false);
      } catch (IOException e) {
        give(e);
      }
    }
  }

  /// A training has ended as planned. This is said behind its last step: a process that is killed
  /// before the checkpoint is gone says it again, and voids what it said before.
  void ended(ModelInfo info) {
    if (judge.equals("validation")) {
      info.evaluation()
          .ifPresent(
              e -> {
                Map<String, Double> values = new LinkedHashMap<>();
                values.put("test/loss", e.loss());
                values.put("test/accuracy", e.accuracy());
                write(TensorBoardEvent.scalars(now(), last + 1, values));
              });
    }
    write(TensorBoardEvent.ended(now(), last + 1));
    force();
  }

  @Override
  public void started(Plan plan, MemoryNeed memory, Sizes sizes) {
    every = Math.max(1, (long) sizes.epochs() * sizes.stepsPerEpoch() / POINTS);
    next.started(plan, memory, sizes);
  }

  @Override
  public void resumed(TrainingState state) {
    boolean first = create();
    last = state.step();
    if (first) {
      describe(state.model());
    } else {
      judged(state.model());
      write(TensorBoardEvent.start(now(), last + 1));
    }
    next.resumed(state);
  }

  @Override
  public void step(StepResult step) {
    last = (step.epoch() - 1L) * step.steps() + step.step();
    if (last % every == 0) {
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("train/loss", step.loss());
      values.put("train/accuracy", step.meanAccuracy());
      values.put("train/learning_rate", step.rate());
      write(TensorBoardEvent.scalars(now(), last, values));
    }
    next.step(step);
  }

  @Override
  public void diverged(double loss) {
    next.diverged(loss);
  }

  @Override
  public void evaluating(int done, int total) {
    next.evaluating(done, total);
  }

  @Override
  public void evaluated(EpochResult epoch, Evaluation evaluation) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("epoch/train_loss", epoch.trainLoss());
    values.put("epoch/train_accuracy", epoch.trainAccuracy());
    values.put("epoch/" + judge + "_loss", epoch.testLoss());
    values.put("epoch/" + judge + "_accuracy", epoch.testAccuracy());
    values.put("epoch/seconds", epoch.seconds());
    values.put("epoch/samples_per_second", epoch.samplesPerSecond());
    write(TensorBoardEvent.scalars(now(), epoch.steps(), values));
    next.evaluated(epoch, evaluation);
  }

  @Override
  public void saved(Path place) {
    next.saved(place);
  }

  @Override
  public void note(String text) {
    next.note(text);
  }

  /// Begins a file behind all others; says whether there are none.
  private boolean create() {
    Path place = folder;
    if (!on || place == null) {
      return false;
    }
    try {
      Files.createDirectories(place);
      List<Path> before = files(place);
      OptionalLong latest = before.stream().mapToLong(EventLog::seconds).max();
      long seconds = Math.max((long) now(), latest.orElse(0) + 1);
      // Names of equal length, so that they are in the order of time as texts too.
      Path created = place.resolve(BEGIN + "%010d".formatted(seconds) + END);
      file = created;
      Files.write(created, TensorBoardEvent.version(now()), StandardOpenOption.CREATE_NEW);
      return before.isEmpty();
    } catch (IOException e) {
      give(e);
      return false;
    }
  }

  private static long seconds(Path file) {
    String name = String.valueOf(file.getFileName());
    return Long.parseLong(name.substring(BEGIN.length(), name.length() - END.length()));
  }

  private void describe(ModelInfo info) {
    judged(info);
    Map<String, Object> settings = RunSettings.of(info);
    StringBuilder table = new StringBuilder("| setting | value |\n|---|---|\n");
    settings.forEach(
        (name, value) ->
            table.append("| %s | %s |\n".formatted(name, value.toString().replace("|", "\\|"))));
    write(TensorBoardEvent.text(now(), 0, "settings", table.toString()));
    write(TensorBoardEvent.settings(now(), settings));
  }

  private void judged(ModelInfo info) {
    judge = info.provenance().filter(Provenance::validated).isPresent() ? "validation" : "test";
  }

  private void write(byte[] record) {
    Path target = file;
    if (on && target != null) {
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.APPEND)) {
        ByteBuffer bytes = ByteBuffer.wrap(record);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        give(e);
      }
    }
  }

  /// Gives up.
  private void give(IOException e) {
    on = false;
    next.note("the curves for TensorBoard can't be written (" + e + "); all else goes on");
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }
}
