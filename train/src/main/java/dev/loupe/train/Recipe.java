package dev.loupe.train;

import dev.loupe.data.Dataset;
import dev.loupe.data.Normalise;
import dev.loupe.data.Splits;
import dev.loupe.data.Target;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.models.Models;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Optimiser;
import dev.loupe.nn.RateFactor;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a network is trained: all that decides about its quality, in a form that prints and reads as
/// JSON.
///
/// ```java
/// Run run = Recipe.USUAL.withEpochs(10).trainer(splits).seed(1).train(splits);
/// ```
///
/// @param model the network's name, or an ONNX file; by the data where there is none
/// @param epochs how often all samples are met
/// @param batch samples a step
/// @param accumulate from how many batches the gradient of one optimiser step is the mean
/// @param rate the largest learning rate; by the optimiser where there is none
/// @param schedule how the rate goes, as [Schedule#named] reads it
/// @param optimizer the optimiser's name, as [Optimiser#named] takes it
/// @param weightDecay pulls weights to 0; biases and norms are spared. By the optimiser where there
///     is none
/// @param clip a bound on gradients: `none`, `norm:1` or `value:0.5`
/// @param labelSmoothing the share of each target that is spread over all classes
/// @param classWeights `none`, or `balanced`: small classes count as much as large ones
/// @param sampling `shuffled`, or `balanced`: small classes come as often as large ones
/// @param average the decay of the weights' moving average, 0 for none
/// @param mixup the parameter of mixup, 0 for none
/// @param cutmix the parameter of CutMix, 0 for none
/// @param patience epochs without a better accuracy on validation data that end the training, 0
///     for never
/// @param augment how samples are varied, as [Augmentations#parse] reads it
/// @param views in which samples are judged, as [Views#parse] reads it
/// @param freeze paths of layers that stay as they are
/// @param rates factors on the learning rate of some layers, such as `0=0.1`
public record Recipe(
    Optional<String> model,
    int epochs,
    int batch,
    int accumulate,
    Optional<Float> rate,
    String schedule,
    String optimizer,
    Optional<Float> weightDecay,
    String clip,
    float labelSmoothing,
    String classWeights,
    String sampling,
    float average,
    float mixup,
    float cutmix,
    int patience,
    String augment,
    String views,
    List<String> freeze,
    List<String> rates) {
  // Before the recipe that is checked by them.
  private static final String ONNX = ".onnx";
  private static final List<String> CLASS_WEIGHTS = List.of("none", "balanced");
  private static final List<String> SAMPLINGS = List.of("shuffled", "balanced");

  /// What does well on most data: 5 epochs of 64 samples a step, Nesterov's momentum, one cycle.
  public static final Recipe USUAL =
      new Recipe(
          Optional.empty(),
          5,
          64,
          1,
          Optional.empty(),
          "one-cycle",
          "nesterov",
          Optional.empty(),
          "none",
          0,
          "none",
          "shuffled",
          0,
          0,
          0,
          0,
          "none",
          "none",
          List.of(),
          List.of());

  /// Checks all that can be checked without data.
  ///
  /// @throws LoupeException if a value can't be read or is out of range
  public Recipe {
    freeze = List.copyOf(freeze);
    rates = List.copyOf(rates);
    rates.forEach(Recipe::factor);
    model.filter(m -> !m.endsWith(ONNX)).ifPresent(Models::get);
    Schedule.named(schedule);
    Optimiser.named(optimizer, 0);
    clip(clip);
    known("class weights", classWeights, CLASS_WEIGHTS);
    known("sampling", sampling, SAMPLINGS);
    Augmentations.check(augment);
    Views.parse(views);
  }

  /// The same with so many epochs.
  public Recipe withEpochs(int count) {
    return with(model, count, augment);
  }

  /// The same for another network.
  public Recipe withModel(String name) {
    return with(Optional.of(name), epochs, augment);
  }

  /// The same with samples varied otherwise.
  public Recipe withAugment(String text) {
    return with(model, epochs, text);
  }

  private Recipe with(Optional<String> name, int count, String variations) {
    return new Recipe(
        name,
        count,
        batch,
        accumulate,
        rate,
        schedule,
        optimizer,
        weightDecay,
        clip,
        labelSmoothing,
        classWeights,
        sampling,
        average,
        mixup,
        cutmix,
        patience,
        variations,
        views,
        freeze,
        rates);
  }

  /// The name of the network for some data.
  public String modelFor(Dataset train) {
    return model.orElseGet(() -> usualModel(train));
  }

  /// A trainer with these settings, for a network that fits the data. Where the model is an ONNX
  /// file it begins with the weights of the file, with a new head where the classes are others.
  ///
  /// @throws LoupeException if the settings don't fit the data
  public Trainer trainer(Splits splits) {
    Dataset train = splits.train();
    String name = modelFor(train);
    if (name.endsWith(ONNX)) {
      return OnnxModels.start(Path.of(name), train, this);
    }
    Network network = Models.get(name).network(train.shape(), train.classes().size());
    return trainer(network, train).name(name);
  }

  /// A trainer with these settings.
  ///
  /// @throws LoupeException if the settings don't fit the data
  public Trainer trainer(Network network, Dataset train) {
    Optimiser how = Optimiser.named(optimizer, decay()).clipped(clip(clip));
    CrossEntropy loss = CrossEntropy.of().withLabelSmoothing(labelSmoothing);
    boolean weighted = classWeights.equals("balanced");
    Task task = Task.of(train);
    Trainer trainer = Trainer.of(network).task(task);
    if (task instanceof Task.Classification) {
      trainer.loss(weighted ? loss.withClassWeights(balanced(train)) : loss);
    } else if (weighted || labelSmoothing > 0) {
      throw LoupeException.of("labels are smoothed, and classes weighted, only for classification")
          .got("the task " + task)
          .fix("leave out label smoothing and class weights");
    }
    return trainer
        .epochs(epochs)
        .batch(batch)
        .optimiser(how)
        .rate(rate.orElseGet(() -> usualRate(how)))
        .schedule(Schedule.named(schedule))
        .balanced(sampling.equals("balanced"))
        .average(average)
        .mixing(new Mixing(mixup, cutmix))
        .patience(patience)
        .augment(variations(train))
        .views(Views.parse(views))
        .freeze(freeze)
        .rates(rates.stream().map(Recipe::factor).toList())
        .accumulate(accumulate);
  }

  private float decay() {
    return weightDecay.orElseGet(
        () ->
            switch (optimizer) {
              case "sgd", "nesterov" -> 5e-4f;
              case "adamw" -> 1e-2f;
              default -> 0f;
            });
  }

  private float usualRate(Optimiser how) {
    return optimizer.equals("sgd") || optimizer.equals("nesterov") ? 0.05f : how.usualRate();
  }

  /// The network that does well on samples of a shape without asking for much.
  private static String usualModel(Dataset train) {
    Shape sample = train.shape();
    if (train.target() == Target.MAP) {
      return sample.rank() == 4 ? "unet3d:width=16" : "unet:width=16";
    }
    return switch (sample.rank()) {
      case 2 -> "ecg1d";
      case 3 -> sample.channels() == 1 && sample.size(0) <= 32 ? "lenet5" : "resnet20";
      default -> "lenet5";
    };
  }

  private List<Transform> variations(Dataset train) {
    List<Transform> all = Augmentations.parse(augment, train);
    if (all.stream().anyMatch(Normalise.class::isInstance)) {
      throw LoupeException.of("--augment normalises the samples, which training does by itself")
          .got(Augmentations.text(all))
          .fix("leave out normalise: tests are not varied, and would lie elsewhere");
    }
    Shape shape = Augmentations.shape(all, train.shape());
    if (!shape.equals(train.shape())) {
      throw LoupeException.of("--augment changes the shape of the samples")
          .expected(train.shape() + ", as the network is judged by")
          .got(shape + " from " + Augmentations.text(all))
          .fix("leave out patch, spectrogram and logmel");
    }
    return all;
  }

  /// Weights that give each class the same part in the loss; their mean over the samples is 1.
  private static List<Float> balanced(Dataset train) {
    int[] counts = new int[train.classes().size()];
    for (int i = 0; i < train.size(); i++) {
      counts[train.label(i)]++;
    }
    List<Float> weights = new ArrayList<>();
    for (int count : counts) {
      weights.add((float) train.size() / (counts.length * Math.max(1, count)));
    }
    return weights;
  }

  private static Optimiser.Clip clip(String text) {
    if (text.equals("none")) {
      return Optimiser.Clip.NONE;
    }
    String[] words = text.split(":", -1);
    try {
      if (words.length == 2 && words[0].equals("norm")) {
        return Optimiser.Clip.norm(Float.parseFloat(words[1]));
      }
      if (words.length == 2 && words[0].equals("value")) {
        return Optimiser.Clip.value(Float.parseFloat(words[1]));
      }
    } catch (NumberFormatException e) {
      throw unreadable(text).causedBy(e);
    }
    throw unreadable(text);
  }

  private static RateFactor factor(String text) {
    int at = text.lastIndexOf('=');
    try {
      if (at > 0) {
        return new RateFactor(text.substring(0, at), Float.parseFloat(text.substring(at + 1)));
      }
    } catch (NumberFormatException e) {
      throw noFactor(text).causedBy(e);
    }
    throw noFactor(text);
  }

  private static LoupeException noFactor(String text) {
    return LoupeException.of("the factor on a layer's learning rate can't be read")
        .expected("a path and a factor, such as 0=0.1")
        .got("'" + text + "'");
  }

  private static LoupeException unreadable(String clip) {
    return LoupeException.of("the bound on gradients can't be read")
        .expected("none, norm:1 or value:0.5")
        .got("'" + clip + "'");
  }

  private static void known(String what, String value, List<String> all) {
    if (!all.contains(value)) {
      throw LoupeException.unknown(what, value, all);
    }
  }
}
