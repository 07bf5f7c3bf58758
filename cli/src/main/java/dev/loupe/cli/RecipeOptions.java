package dev.loupe.cli;

import dev.loupe.train.Recipe;
import dev.loupe.train.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say how a network is trained: a recipe, and what differs from it.
final class RecipeOptions {
  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE",
      description = {
        "The settings to begin with: cifar10, fashion, small or transformer, or a JSON file that"
            + " has",
        "some of what --print-recipe shows. The options below change single ones."
      })
  private @Nullable String recipe;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = {
        "The network, such as resnet20 or mlp:hidden=300-100, or an ONNX file to go on from",
        "(default: by the data)."
      })
  private @Nullable String model;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often all samples are met (default: 5).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many samples a step has (default: 64).")
  private @Nullable Integer batch;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Take a step with the mean gradient of N batches (default: 1).")
  private @Nullable Integer accumulate;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "The largest learning rate (default: by the optimizer).")
  private @Nullable Float rate;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "sgd, nesterov, adam, adamw or rmsprop (default: nesterov).")
  private @Nullable String optimizer;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Pulls weights to 0; biases and norms are spared (default: by the optimizer).")
  private @Nullable Float weightDecay;

  @Option(
      names = "--clip",
      paramLabel = "TEXT",
      description = "A bound on gradients: none, norm:1 or value:0.5 (default: none).")
  private @Nullable String clip;

  @Option(
      names = "--schedule",
      paramLabel = "TEXT",
      description = {
        "one-cycle, cosine, polynomial, step or constant, with numbers such as one-cycle:0.3",
        "(rising part), cosine:0.05 (warm-up), polynomial:POWER:WARM-UP, step:PARTS:FACTOR:WARM-UP",
        "or constant:WARM-UP (default: one-cycle)."
      })
  private @Nullable String schedule;

  @Option(
      names = "--augment",
      paramLabel = "TEXT",
      description = {
        "Vary samples: none, light, standard or strong, or a list such as",
        "crop:4,flip,cutout:8, see below (default: none)."
      })
  private @Nullable String augment;

  @Option(
      names = "--mixup",
      paramLabel = "X",
      description =
          "Add samples in pairs, by a beta distribution with this parameter, such as 0.2.")
  private @Nullable Float mixup;

  @Option(
      names = "--cutmix",
      paramLabel = "X",
      description = "Give samples a box of another, by a beta distribution, such as 1.")
  private @Nullable Float cutmix;

  @Option(
      names = "--label-smoothing",
      paramLabel = "X",
      description = "Spread this share of each target over all classes (default: 0).")
  private @Nullable Float labelSmoothing;

  @Option(
      names = "--class-weights",
      paramLabel = "NAME",
      description = "none, or balanced: small classes count as much as large ones.")
  private @Nullable String classWeights;

  @Option(
      names = "--sampling",
      paramLabel = "NAME",
      description = "shuffled, or balanced: small classes come as often as large ones.")
  private @Nullable String sampling;

  @Option(
      names = "--average",
      paramLabel = "DECAY",
      description = "Keep the moving average of the weights, such as 0.999 (default: 0, none).")
  private @Nullable Float average;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "End after N epochs without a better accuracy on validation data.")
  private @Nullable Integer patience;

  @Option(
      names = "--views",
      paramLabel = "TEXT",
      description = "Judge samples in several views: none, flip, shift:1 or flip,shift:1.")
  private @Nullable String views;

  @Option(
      names = "--freeze",
      paramLabel = "PATH",
      description = "A layer that stays as it is, such as 0 or layer1; may be repeated.")
  private List<String> frozen = new ArrayList<>();

  @Option(
      names = "--rate-of",
      paramLabel = "PATH=X",
      description = "A factor on the learning rate of a layer, such as 0=0.1; may be repeated.")
  private List<String> rates = new ArrayList<>();

  RecipeOptions() {}

  /// The recipe, with what the other options say.
  ///
  /// @throws dev.loupe.tensor.LoupeException if a value can't be read or is out of range
  Recipe recipe() {
    Recipe base = recipe == null ? Recipe.USUAL : Recipes.of(recipe);
    // An optimiser has a rate and a decay of its own.
    boolean same = optimizer == null || optimizer.equals(base.optimizer());
    return new Recipe(
        over(model, base.model()),
        over(epochs, base.epochs()),
        over(batch, base.batch()),
        over(accumulate, base.accumulate()),
        over(rate, same ? base.rate() : Optional.empty()),
        over(schedule, base.schedule()),
        over(optimizer, base.optimizer()),
        over(weightDecay, same ? base.weightDecay() : Optional.empty()),
        over(clip, base.clip()),
        over(labelSmoothing, base.labelSmoothing()),
        over(classWeights, base.classWeights()),
        over(sampling, base.sampling()),
        over(average, base.average()),
        over(mixup, base.mixup()),
        over(cutmix, base.cutmix()),
        over(patience, base.patience()),
        over(augment, base.augment()),
        over(views, base.views()),
        frozen.isEmpty() ? base.freeze() : frozen,
        rates.isEmpty() ? base.rates() : rates);
  }

  private static <T> Optional<T> over(@Nullable T given, Optional<T> usual) {
    return given == null ? usual : Optional.of(given);
  }

  private static <T> T over(@Nullable T given, T usual) {
    return given == null ? usual : given;
  }
}
