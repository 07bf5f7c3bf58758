package dev.loupe.train;

import dev.loupe.formats.Json;
import dev.loupe.formats.LayerJson;
import dev.loupe.formats.Safetensors;
import dev.loupe.formats.SafetensorsWriter;
import dev.loupe.formats.SafetensorsWriter.Part;
import dev.loupe.formats.WeightSource;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `checkpoint.safetensors`: all that an interrupted training needs to end as if it had not been.
///
/// One file, so that one rename goes from a checkpoint to the next. Its tensors are the model's and
/// the optimiser's variables (`now.`), the moving average of the weights (`average.`), and the
/// weights of the best epoch so far (`best.`); its metadata are the version of the format, a
/// [TrainingState] and the network as JSON, and sums over both, as bits may turn on a disk.
final class Checkpoint {
  static final String FILE = "checkpoint.safetensors";

  /// Changes with what the file holds: a training is not continued by another version's rules.
  private static final String VERSION = "2";

  private static final String NOW = "now.";
  private static final String AVERAGE = "average.";
  private static final String BEST = "best.";
  private static final int CHUNK = 1 << 14;

  private final Path file;
  private final WeightSource source;
  private final String sum;
  private final TrainingState state;
  private final Network network;

  private Checkpoint(Path file, Safetensors header) {
    this.file = file;
    this.source = WeightSource.open(file);
    Map<String, String> metadata = header.metadata();
    String version = metadata.get("loupe.checkpoint");
    if (version == null) {
      throw LoupeException.of(file + ": this is not a checkpoint of Loupe")
          .expected("a metadata entry 'loupe.checkpoint'");
    }
    if (!version.equals(VERSION)) {
      throw LoupeException.of(file + ": the checkpoint was written by another version of Loupe")
          .expected("format version " + VERSION)
          .got("'" + version + "'")
          .fix("go on with the version of Loupe that began the training");
    }
    String text = metadata.getOrDefault("state", "");
    check(file, "state", metadata.getOrDefault("crc32c.state", ""), sum(text));
    this.sum = metadata.getOrDefault("crc32c.tensors", "");
    ObjectNode root = Json.parse(file.toString(), text.getBytes(StandardCharsets.UTF_8), 0);
    try {
      this.state = RunFolder.RECORDS.read(RunFolder.object(root, "training"), TrainingState.class);
      this.network = LayerJson.read(RunFolder.object(root, "network"));
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }

  /// The checkpoint of a folder, where there is one.
  ///
  /// @throws LoupeException if it is broken or of another version
  static Optional<Checkpoint> in(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.exists(file)
        ? Optional.of(new Checkpoint(file, Safetensors.open(file)))
        : Optional.empty();
  }

  /// What a training that is to go on begins from; nothing where it was killed before it had begun.
  ///
  /// @throws LoupeException if the training of the folder has ended, or its checkpoint is broken
  static Optional<Checkpoint> toBeginFrom(Trainer trainer) {
    Path folder = trainer.out;
    if (!trainer.resumed || folder == null) {
      return Optional.empty();
    }
    Optional<Checkpoint> found = in(folder);
    if (found.isEmpty() && RunFolder.begun(folder)) {
      throw LoupeException.of(folder + ": the training has ended already")
          .fix("open its model with Run.open, or train anew into another folder");
    }
    return found;
  }

  /// Where the training is.
  TrainingState state() {
    return state;
  }

  /// Refuses a training with other settings, data or network than the one that was interrupted.
  void check(TrainingState begun, Network now) {
    List<String> then = new ArrayList<>();
    List<String> today = new ArrayList<>();
    Map<String, String> given = begun.recipe();
    state
        .recipe()
        .forEach(
            (name, value) -> {
              String other = String.valueOf(given.get(name));
              if (!value.equals(other)) {
                then.add(name + " " + value);
                today.add(name + " " + other);
              }
            });
    if (!Json.compact(LayerJson.write(now)).equals(Json.compact(LayerJson.write(network)))) {
      then.add("the network of the checkpoint");
      today.add("another network");
    }
    if (!then.isEmpty()) {
      throw LoupeException.of(file + ": this is not the training that was interrupted")
          .expected(String.join("; ", then))
          .got(String.join("; ", today))
          .fix("go on with the same data and settings, or train anew into another folder");
    }
  }

  /// Refuses data with which the steps would not be those that were done.
  void check(int stepsPerEpoch) {
    if (state.batches() >= stepsPerEpoch
        || state.step() != (state.epoch() - 1L) * stepsPerEpoch + state.batches()) {
      throw LoupeException.of(file + ": the checkpoint does not fit the data")
          .expected(
              "step %d after %d steps of epoch %d"
                  .formatted(state.step(), state.batches(), state.epoch()))
          .got("epochs of " + stepsPerEpoch + " steps");
    }
  }

  /// The values of all variables, the optimiser's too.
  ParameterSource variables() {
    return (v, into) -> source.load(named(NOW, v), into);
  }

  /// The moving average of the weights, where one is kept.
  ParameterSource average() {
    return (v, into) -> source.load(named(AVERAGE, v), into);
  }

  /// The weights of the best epoch so far, where one was judged by validation data.
  Optional<Parameters> best(List<Variable> model) {
    if (Double.isNaN(state.best())) {
      return Optional.empty();
    }
    Parameters best = new Parameters();
    best.add(model, (v, into) -> source.load(named(BEST, v), into));
    return Optional.of(best);
  }

  /// Sees that the values are those that were written.
  ///
  /// @throws LoupeException if they are not
  void verify(Parameters now, @Nullable Parameters average, @Nullable Parameters best) {
    check(file, "tensors", sum, sum(parts(now, average, best)));
  }

  private static void check(Path file, String what, String written, String read) {
    if (!read.equals(written)) {
      throw LoupeException.of(file + ": the checkpoint is damaged")
          .expected("the sum '" + written + "' over its " + what)
          .got("'" + read + "'")
          .fix("bring the file back from a copy, or train anew into another folder");
    }
  }

  /// Writes the checkpoint of a folder over the one before.
  static void write(
      Path folder,
      Network network,
      TrainingState state,
      Parameters now,
      @Nullable Parameters average,
      @Nullable Parameters best) {
    ObjectNode root = Json.object();
    root.set("training", RunFolder.RECORDS.write(state));
    root.set("network", LayerJson.write(network));
    String text = Json.compact(root);
    List<Part> parts = parts(now, average, best);
    SafetensorsWriter.write(
        folder.resolve(FILE),
        parts,
        Map.of(
            "loupe.checkpoint",
            VERSION,
            "state",
            text,
            "crc32c.state",
            sum(text),
            "crc32c.tensors",
            sum(parts)));
  }

  /// Removes the checkpoint of a folder: the training has ended.
  static void remove(Path folder) {
    delete(folder.resolve(FILE));
  }

  /// Removes what a killed process had begun to write.
  static void removeUnfinished(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.tmp-[0-9]*")) {
      files.forEach(Checkpoint::delete);
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
  }

  /// Brings a folder back to where its checkpoint is: the killed process may have come further.
  static void goBack(Path folder, Task task, List<EpochResult> history) {
    removeUnfinished(folder);
    if (history.isEmpty()) {
      delete(folder.resolve(RunFolder.METRICS));
    } else {
      RunFolder.metrics(folder, task, history);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw LoupeException.of(file + ": the file can't be removed (" + e + ")").causedBy(e);
    }
  }

  private static List<Part> parts(
      Parameters now, @Nullable Parameters average, @Nullable Parameters best) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(NOW, now, List.copyOf(now.variables())));
    if (average != null) {
      parts.add(new Part(AVERAGE, average, average.model()));
    }
    if (best != null) {
      parts.add(new Part(BEST, best, best.model()));
    }
    return parts;
  }

  /// A variable under its name in the file. Sources fill an optimiser's memory anew; here it is to
  /// be read.
  private static Variable named(String prefix, Variable v) {
    return new Variable(prefix + v.path(), v.shape(), Role.BUFFER, v.layout(), v.initial());
  }

  private static String sum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private static String sum(List<Part> parts) {
    CRC32C sum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (Part part : parts) {
      for (Variable v : part.variables()) {
        Tensor t = part.parameters().tensor(v.path());
        for (int from = 0; from < t.length(); from += CHUNK) {
          int count = Math.min(CHUNK, t.length() - from);
          buffer.clear();
          buffer.asFloatBuffer().put(t.data(), t.offset() + from, count);
          sum.update(buffer.limit(4 * count));
        }
      }
    }
    return Long.toHexString(sum.getValue());
  }
}
