package dev.loupe.cli;

import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Filter;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.data.image.Resized;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.train.HubConfig;
import dev.loupe.train.Preprocessing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say how pictures become samples of a network that was trained elsewhere.
final class PreprocessOptions {
  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "What pictures are resized to (default: what the network sees).")
  private @Nullable String size;

  @Option(
      names = "--crop",
      paramLabel = "WxH|SHARE",
      description = {
        "What is then cut out of the middle: a size, or a share of --size such as 0.875",
        "(default: nothing is lost)."
      })
  private @Nullable String crop;

  @Option(
      names = "--resize-mode",
      paramLabel = "MODE",
      description = "squash, short-side (then cut) or fit (then filled) (default: short-side).")
  private @Nullable String mode;

  @Option(
      names = "--filter",
      paramLabel = "NAME",
      description = "nearest, bilinear, bicubic or lanczos (default: bilinear).")
  private @Nullable String filter;

  @Option(
      names = "--mean",
      paramLabel = "A,B,C",
      description = "What is taken from each channel (default: 0).")
  private @Nullable String mean;

  @Option(
      names = "--std",
      paramLabel = "A,B,C",
      description = "What each channel is then divided by (default: 1).")
  private @Nullable String deviation;

  @Option(
      names = "--colour",
      paramLabel = "ORDER",
      description = "rgb, bgr or grey (default: by the number of channels, red first).")
  private @Nullable String colour;

  @Option(
      names = "--range",
      paramLabel = "RANGE",
      description = "Of a channel before mean and std: 0..1 or 0..255 (default: ${DEFAULT-VALUE}).")
  private String range = "0..1";

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = {
        "Their names: one a line, ImageNet's synset_words.txt or imagenet_class_index.json",
        "(default: their indices)."
      })
  private @Nullable Path classes;

  PreprocessOptions() {}

  /// What the network sees: the network's usual input where nothing else is said.
  ///
  /// @param usual spatial..., channels
  /// @param channels how many the network takes
  /// @param config what files beside the weights say
  Shape input(Shape usual, int channels, HubConfig config) {
    if (usual.rank() != 3) {
      if (size != null || crop != null) {
        throw LoupeException.of("the network does not look at pictures")
            .expected("no --size and no --crop")
            .got("samples of " + usual);
      }
      int[] sizes = usual.sizes().clone();
      sizes[sizes.length - 1] = channels;
      return Shape.of(sizes);
    }
    Resized seen =
        cut()
            .or(this::whole)
            .or(config::size)
            .orElseGet(() -> new Resized(usual.size(1), usual.size(0)));
    return Shape.of(seen.height(), seen.width(), channels);
  }

  /// What is done to pictures for samples of this shape.
  Preprocessing preprocessing(Shape input, HubConfig config) {
    int channels = input.channels();
    float scale = scale();
    List<Float> means = numbers("--mean", mean, channels, config.mean(), 0);
    List<Float> deviations = numbers("--std", deviation, channels, config.deviation(), 1);
    if (deviations.stream().anyMatch(d -> !(d > 0))) {
      throw LoupeException.of("--std is out of range").expected("numbers above 0");
    }
    float ofMean = mean == null ? 1 : scale;
    // Pictures come in 0 to 1: what was told for another range is brought to this one.
    float ofDeviation = deviation == null && !config.deviation().isEmpty() ? 1 : scale;
    Preprocessing values =
        new Preprocessing(
            input,
            means.stream().map(m -> m / ofMean).toList(),
            deviations.stream().map(d -> d / ofDeviation).toList(),
            Optional.empty());
    if (input.rank() != 3 || (channels != 1 && channels != 3)) {
      return values;
    }
    Resized seen = new Resized(input.size(1), input.size(0));
    Optional<Resized> first = size == null && crop == null ? config.resized() : whole();
    first.ifPresent(f -> f.check(seen.width(), seen.height()));
    return values.withPictures(
        new Preprocessing.Pictures(
            colour(channels),
            choice("--resize-mode", mode, ResizeMode.class)
                .or(config::mode)
                .orElse(ResizeMode.SHORT_SIDE),
            choice("--filter", filter, Filter.class).or(config::filter).orElse(Filter.BILINEAR),
            first.filter(f -> !f.equals(seen))));
  }

  /// The names of the classes; their indices where nothing is told.
  List<String> classes(int count, HubConfig config) {
    List<String> names = classes == null ? config.labels() : ClassNames.read(classes);
    if (names.isEmpty()) {
      return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
    if (names.size() != count) {
      throw LoupeException.of((classes == null ? HubConfig.CONFIG : classes) + ": other classes")
          .expected(count + " names, as the network has classes")
          .got(names.size() + " names");
    }
    return names;
  }

  /// How many names `--classes` has.
  Optional<Integer> count() {
    return classes == null ? Optional.empty() : Optional.of(ClassNames.read(classes).size());
  }

  private Optional<Resized> whole() {
    return size == null ? Optional.empty() : Optional.of(size("--size", size));
  }

  private Optional<Resized> cut() {
    if (crop == null) {
      return Optional.empty();
    }
    if (size == null) {
      throw LoupeException.of("--crop needs --size")
          .expected("the size of which the middle is cut out, such as --size=256")
          .fix("add --size");
    }
    if (!crop.matches("0?\\.\\d+|1(\\.0*)?")) {
      return Optional.of(size("--crop", crop));
    }
    double share = Double.parseDouble(crop);
    Resized whole = size("--size", size);
    return Optional.of(
        new Resized(
            (int) Math.round(whole.width() * share), (int) Math.round(whole.height() * share)));
  }

  private static Resized size(String option, String text) {
    String both = text.contains("x") ? text : text + "x" + text;
    Shape shape;
    try {
      shape = Shape.parse(both);
    } catch (LoupeException e) {
      throw e.at(option);
    }
    if (shape.rank() != 2) {
      throw LoupeException.of(option + " is not a size of pictures")
          .expected("a width and a height, such as 224x224")
          .got("'" + text + "'");
    }
    return new Resized(shape.size(0), shape.size(1));
  }

  private float scale() {
    return switch (range) {
      case "0..1" -> 1;
      case "0..255" -> 255;
      default ->
          throw LoupeException.of("--range is unknown")
              .expected("0..1 or 0..255")
              .got("'" + range + "'");
    };
  }

  private Colour colour(int channels) {
    Colour usual = channels == 1 ? Colour.GREY : Colour.RGB;
    Colour chosen = choice("--colour", colour, Colour.class).orElse(usual);
    if (chosen == Colour.AS_IS || chosen.channels(false) != channels) {
      throw LoupeException.of("--colour does not fit the network")
          .expected(channels == 1 ? "grey" : "rgb or bgr")
          .got(String.valueOf(colour));
    }
    return chosen;
  }

  private static <E extends Enum<E>> Optional<E> choice(
      String option, @Nullable String text, Class<E> type) {
    if (text == null) {
      return Optional.empty();
    }
    List<String> known = new ArrayList<>();
    for (E e : type.getEnumConstants()) {
      String name = e.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text.toLowerCase(Locale.ROOT))) {
        return Optional.of(e);
      }
      known.add(name);
    }
    throw LoupeException.unknown("value", text, known).at(option);
  }

  private static List<Float> numbers(
      String option, @Nullable String text, int channels, List<Float> told, float otherwise) {
    List<Float> all = text == null ? told : parsed(option, text);
    if (all.isEmpty()) {
      return Collections.nCopies(channels, otherwise);
    }
    if (all.size() == 1) {
      return Collections.nCopies(channels, all.getFirst());
    }
    if (all.size() != channels) {
      throw LoupeException.of(option + " does not fit the network")
          .expected("a number for each of " + channels + " channels")
          .got(all.size() + " numbers");
    }
    return all;
  }

  private static List<Float> parsed(String option, String text) {
    try {
      List<Float> all =
          Stream.of(text.split(",", -1)).map(n -> Float.parseFloat(n.strip())).toList();
      if (all.stream().allMatch(Float::isFinite)) {
        return all;
      }
    } catch (NumberFormatException e) {
      throw notNumbers(option, text).causedBy(e);
    }
    throw notNumbers(option, text);
  }

  private static LoupeException notNumbers(String option, String text) {
    return LoupeException.of(option + " has something else than numbers")
        .expected("such as 0.485,0.456,0.406")
        .got("'" + text + "'");
  }
}
