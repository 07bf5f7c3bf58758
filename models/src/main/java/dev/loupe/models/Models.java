package dev.loupe.models;

import dev.loupe.tensor.LoupeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The registry of models.
///
/// A name may be followed by settings, as in `resnet9:width=32,activation=elu`. Of residual
/// networks for small images every depth has a name: `resnet56`, `wrn-28-10`.
public final class Models {
  private static final List<ModelCard> ALL =
      Stream.of(
              Perceptron.CARDS,
              LeNet.CARDS,
              SmallNet.CARDS,
              ResidualNet.CARDS,
              PaddedResidualNet.CARDS,
              WideResidualNet.CARDS,
              SpeedNet.CARDS,
              AlexNet.CARDS,
              Vgg.CARDS,
              SqueezeNet.CARDS,
              ImageResidualNet.CARDS,
              PreActivationNet.CARDS,
              GoogLeNet.CARDS,
              InceptionNet.CARDS,
              DenseNet.CARDS,
              MobileNet.CARDS,
              MobileNetV3.CARDS,
              ShuffleNet.CARDS,
              MnasNet.CARDS,
              EfficientNet.CARDS,
              RegNet.CARDS,
              ConvNeXt.CARDS,
              ConvMixer.CARDS,
              VisionTransformer.CARDS,
              CompactTransformer.CARDS,
              EcgNet.CARDS,
              SeriesNet.CARDS,
              SoundNet.CARDS,
              CompactTransformer.SERIES,
              VideoNet.CARDS,
              CompactTransformer.VOLUMES,
              UNet.CARDS)
          .flatMap(List::stream)
          .toList();

  /// Families that have a name for each depth.
  private static final List<Function<String, Optional<ModelCard>>> FAMILIES =
      List.of(ResidualNet::named, PaddedResidualNet::named, WideResidualNet::named);

  private static final Map<String, String> SHORT = shortNames();

  private Models() {}

  private static Map<String, String> shortNames() {
    Map<String, String> all = new HashMap<>(VisionTransformer.SHORT);
    all.putAll(CompactTransformer.SHORT);
    all.putAll(ConvMixer.SHORT);
    return Map.copyOf(all);
  }

  /// All models.
  public static List<ModelCard> all() {
    return ALL;
  }

  /// The names of all models.
  public static List<String> names() {
    return ALL.stream().map(ModelCard::name).toList();
  }

  /// The model with a name.
  ///
  /// @param text a name, such as `resnet20`, or a name with settings, such as `resnet9:width=32`
  /// @throws LoupeException if the name or a setting is unknown, with the nearest known one, or the
  ///     value of a setting is out of range
  public static ModelCard get(String text) {
    int colon = text.indexOf(':');
    String given = colon < 0 ? text : text.substring(0, colon);
    String name = SHORT.getOrDefault(given, given);
    ModelCard card =
        ALL.stream()
            .filter(m -> m.name().equals(name))
            .findFirst()
            .or(() -> FAMILIES.stream().flatMap(f -> f.apply(name).stream()).findFirst())
            .orElseThrow(() -> LoupeException.unknown("model", name, names()));
    return colon < 0 ? card : card.with(text.substring(colon + 1));
  }
}
