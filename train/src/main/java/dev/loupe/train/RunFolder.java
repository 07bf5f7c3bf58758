package dev.loupe.train;

import dev.loupe.formats.AtomicFile;
import dev.loupe.formats.Json;
import dev.loupe.formats.LayerJson;
import dev.loupe.formats.RecordJson;
import dev.loupe.formats.SafetensorsWriter;
import dev.loupe.formats.WeightSource;
import dev.loupe.graph.Parameters;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The folder that keeps a training: `model.safetensors`, `model.json`, `metrics.csv`, and at the
/// end `README.md` and `curves.png`. Until the end there is a [Checkpoint] too, and from the
/// beginning on an [EventLog].
///
/// Nothing in `model.safetensors` depends on time, machine or number of threads.
final class RunFolder {
  static final String WEIGHTS = "model.safetensors";
  static final String MODEL = "model.json";
  static final String METRICS = "metrics.csv";
  static final String CARD = "README.md";
  static final String CURVES = "curves.png";

  /// Grows when older versions of Loupe could no longer read the file.
  private static final int VERSION = 1;

  static final RecordJson RECORDS =
      new RecordJson(Set.of("dev.loupe.train", "dev.loupe.data", "dev.loupe.data.image"));

  private RunFolder() {}

  /// What is written.
  enum Extent {
    /// Weights, knowledge and metrics.
    CHECKPOINT,
    /// The model card and the curves too; the curves also after the first epoch.
    ALL
  }

  /// Writes the folder. Each file is there as a whole or as it was before.
  static void save(
      Path folder,
      Model model,
      List<EpochResult> history,
      Extent extent,
      TrainingListener listener) {
    // A process that is ending can't begin to draw; one that has drawn before can.
    boolean draws = extent == Extent.ALL ? !history.isEmpty() : history.size() == 1;
    if (draws) {
      Curves.write(folder.resolve(CURVES), model, history, listener);
    }
    SafetensorsWriter.write(folder.resolve(WEIGHTS), model.parameters());
    AtomicFile.write(folder.resolve(MODEL), Json.text(json(model)));
    metrics(folder, model.info().task(), history);
    if (extent == Extent.ALL) {
      AtomicFile.write(folder.resolve(CARD), ModelCardText.of(model, history));
    }
  }

  /// Writes the rows of these epochs and no others.
  static void metrics(Path folder, Task task, List<EpochResult> history) {
    AtomicFile.write(folder.resolve(METRICS), Metrics.csv(task, history));
  }

  /// Whether there is a training in a folder, interrupted or ended.
  static boolean begun(Path folder) {
    return Files.exists(folder.resolve(Checkpoint.FILE)) || Files.exists(folder.resolve(MODEL));
  }

  /// Where the training of a folder was interrupted; empty if it has ended.
  static Optional<TrainingState> interrupted(Path folder) {
    Optional<Checkpoint> checkpoint = Checkpoint.in(folder);
    if (checkpoint.isPresent()) {
      return checkpoint.map(Checkpoint::state);
    }
    if (!begun(folder)) {
      throw LoupeException.of(folder + ": there is no training to go on with")
          .expected("a folder with " + Checkpoint.FILE + " or, after the end, " + MODEL)
          .fix("begin the training: it was ended before its first step, so nothing is lost");
    }
    description(folder)
        .info()
        .provenance()
        .filter(p -> p.epochs() < p.plannedEpochs())
        .ifPresent(
            p -> {
              throw LoupeException.of(folder + ": the run folder has no " + Checkpoint.FILE)
                  .expected(
                      "one, as the training was stopped after epoch %d of %d"
                          .formatted(p.epochs(), p.plannedEpochs()))
                  .fix("bring it back, or train anew into another folder");
            });
    return Optional.empty();
  }

  /// Reads a folder.
  static Model open(Path folder) {
    whole(folder, List.of(MODEL, WEIGHTS));
    Description description = description(folder);
    Network network = description.network();
    Parameters parameters =
        WeightSource.open(folder.resolve(WEIGHTS)).parameters(network.inference(1));
    return Model.of(network, parameters, description.info());
  }

  private static void whole(Path folder, List<String> names) {
    if (!Files.isDirectory(folder)) {
      throw LoupeException.of(folder + ": there is no such run folder")
          .expected("a folder that a training wrote, with " + MODEL + " and " + WEIGHTS);
    }
    for (String name : names) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        throw LoupeException.of(folder + ": the run folder has no " + name)
            .expected("a folder that a training wrote, with " + MODEL + " and " + WEIGHTS);
      }
    }
  }

  /// What `model.json` holds.
  record Description(Network network, ModelInfo info) {}

  static Description description(Path folder) {
    Path file = folder.resolve(MODEL);
    ObjectNode root = Json.read(file);
    JsonNode version = root.path("version");
    if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() < 1) {
      throw LoupeException.of(file + ": this is not a model of Loupe")
          .expected("a field 'version' with a number");
    }
    if (version.intValue() > VERSION) {
      throw LoupeException.of(file + ": the model was written by a later version of Loupe")
          .expected("a format version of at most " + VERSION)
          .got(version.toString())
          .fix("use a later version of Loupe");
    }
    try {
      Network network = LayerJson.read(object(root, "network"));
      ObjectNode model = object(root, "model");
      if (!model.has("task")) {
        // Files of before there were tasks: they tell classes apart.
        model.putObject("task").put("type", Task.Classification.class.getSimpleName());
      }
      ModelInfo info = RECORDS.read(model, ModelInfo.class);
      Checks.outputs(network, info.task(), info.classes());
      return new Description(network, info);
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }

  private static ObjectNode json(Model model) {
    ObjectNode root = Json.object();
    root.put("version", VERSION);
    root.set("model", RECORDS.write(model.info()));
    root.set("network", LayerJson.write(model.network()));
    return root;
  }

  static ObjectNode object(ObjectNode root, String name) {
    if (root.get(name) instanceof ObjectNode node) {
      return node;
    }
    throw LoupeException.of("the field '" + name + "' is missing or no object");
  }
}
