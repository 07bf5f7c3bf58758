package dev.loupe.cli;

import dev.loupe.tensor.Shape;
import dev.loupe.train.HubConfig;
import dev.loupe.train.Model;
import dev.loupe.train.ModelInfo;
import dev.loupe.train.OnnxModels;
import dev.loupe.train.Run;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// A trained model that is named on the command line: the folder of a run, or an ONNX file.
final class ModelChoice {
  private ModelChoice() {}

  /// Whether a file is an ONNX file, by its name.
  static boolean onnx(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  /// Opens it.
  ///
  /// @param how what the options say of pictures and classes: goes before what the model says
  static Model open(Path path, PreprocessOptions how) {
    Path beside = path.toAbsolutePath().getParent();
    if (!onnx(path)) {
      return with(Run.open(path), how, HubConfig.in(path));
    }
    HubConfig config = HubConfig.in(beside == null ? Path.of("") : beside);
    Optional<Shape> sample =
        how.seen(config).map(s -> Shape.of(s.height(), s.width(), how.channels()));
    return with(OnnxModels.read(path, sample), how, config);
  }

  private static Model with(Model model, PreprocessOptions how, HubConfig config) {
    ModelInfo info = model.info();
    boolean named = how.named() || (config.labels().size() == info.classes().size());
    boolean told = how.told() || !config.mean().isEmpty();
    if (!named && !told) {
      return model;
    }
    return model.with(
        new ModelInfo(
            info.name(),
            info.task(),
            named ? how.classes(info.classes().size(), config) : info.classes(),
            told ? how.preprocessing(model.network().input(), config) : info.preprocessing(),
            info.evaluation(),
            info.provenance()));
  }
}
