package dev.loupe.data.augment;

import dev.loupe.data.Dataset;
import dev.loupe.data.Transform;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The text language of transforms: `crop:4,flip,randaugment:2:9,cutout:8`.
///
/// Transforms are separated by commas; colons lead to their parameters, of which those in brackets
/// in [#usages] may be left out. Among them may stand the names of presets (`none`,
/// `light`, `standard`, `strong`), which mean what suits the data.
public final class Augmentations {
  private static final Map<String, Catalogue.Entry> ENTRIES = Catalogue.entries();

  private Augmentations() {}

  /// How each transform is written, and what it does.
  ///
  /// @return usages and meanings in the order to show them
  public static Map<String, String> usages() {
    Map<String, String> usages = new LinkedHashMap<>();
    ENTRIES.values().forEach(entry -> usages.put(entry.usage(), entry.meaning()));
    return Collections.unmodifiableMap(usages);
  }

  /// Reads a text.
  ///
  /// @param dataset what presets are chosen for, and what the transforms are tried on
  /// @throws LoupeException if a name is not known, a parameter is wrong, or a transform doesn't
  ///   work on such samples
  public static List<Transform> parse(String text, Dataset dataset) {
    return parse(text, dataset.shape(), Presets.photographs(dataset));
  }

  /// Reads a text for samples without a dataset; pictures of three channels are photographs.
  ///
  /// @param shape of the samples
  /// @throws LoupeException as for a dataset
  public static List<Transform> parse(String text, Shape shape) {
    return parse(text, shape, shape.channels() == 3);
  }

  private static List<Transform> parse(String text, Shape shape, boolean photographs) {
    List<Transform> transforms = new ArrayList<>();
    for (String call : calls(text)) {
      if (Presets.NAMES.contains(call)) {
        String preset = Presets.text(call, shape, photographs);
        if (!preset.isEmpty()) {
          calls(preset).forEach(part -> transforms.add(one(part)));
        }
      } else {
        transforms.add(one(call));
      }
    }
    shape(transforms, shape);
    return List.copyOf(transforms);
  }

  /// The shape that comes out of transforms, one after another.
  ///
  /// @throws LoupeException if one of them doesn't work on what comes in
  public static Shape shape(List<Transform> transforms, Shape input) {
    Shape shape = input;
    for (Transform transform : transforms) {
      shape = transform.shape(shape);
    }
    return shape;
  }

  /// Refuses a text that can be read for no data; presets are not looked into.
  ///
  /// @throws LoupeException as in [#parse]
  public static void check(String text) {
    read(text);
  }

  /// The transforms of a text without those of its presets.
  static List<Transform> read(String text) {
    return calls(text).stream()
        .filter(call -> !Presets.NAMES.contains(call))
        .map(Augmentations::one)
        .toList();
  }

  /// Writes transforms so that [#parse] gives them back; `none` where there are none.
  public static String text(List<Transform> transforms) {
    return transforms.isEmpty()
        ? "none"
        : transforms.stream().map(Transform::toString).collect(Collectors.joining(","));
  }

  private static List<String> calls(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static Transform one(String call) {
    List<String> words = Arrays.stream(call.split(":", -1)).map(String::strip).toList();
    String name = words.getFirst();
    Catalogue.Entry entry = ENTRIES.get(name);
    if (entry == null) {
      List<String> known = new ArrayList<>(Presets.NAMES);
      known.addAll(ENTRIES.keySet());
      throw LoupeException.unknown("augmentation", name, known);
    }
    List<String> parameters = words.subList(1, words.size());
    if (parameters.size() < entry.least() || parameters.size() > entry.most()) {
      throw LoupeException.of("an augmentation has the wrong number of parameters")
          .expected(entry.usage())
          .got("'" + call + "'")
          .fix("give what is not in brackets; a colon leads to each parameter");
    }
    return entry.make().apply(new Arguments(entry.usage(), List.copyOf(parameters)));
  }
}
