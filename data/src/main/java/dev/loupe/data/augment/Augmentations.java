package dev.loupe.data.augment;

import dev.loupe.data.Dataset;
import dev.loupe.data.RandomFlip;
import dev.loupe.data.RandomShift;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Retouch.Kind;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The text language of transforms: `crop(4),flip,randaugment(2,9),cutout(8)`.
///
/// Transforms are separated by commas, and so are their parameters, in parentheses; those in
/// brackets in [#usages] may be left out. Among them may stand the names of presets (`none`,
/// `light`, `standard`, `strong`), which mean what suits the data.
public final class Augmentations {
  private static final Map<String, Entry> ENTRIES = entries();

  private Augmentations() {}

  private record Entry(String usage, int least, int most, Function<Arguments, Transform> make) {}

  /// How each transform is written.
  public static List<String> usages() {
    return ENTRIES.values().stream().map(Entry::usage).toList();
  }

  /// Reads a text.
  ///
  /// @param dataset what presets are chosen for, and what the transforms are tried on
  /// @throws LoupeException if a name is not known, a parameter is wrong, or a transform doesn't
  ///   work on such samples
  public static List<Transform> parse(String text, Dataset dataset) {
    List<Transform> transforms = new ArrayList<>();
    for (String call : calls(text)) {
      if (Presets.NAMES.contains(call)) {
        String preset = Presets.text(call, dataset);
        if (!preset.isEmpty()) {
          calls(preset).forEach(part -> transforms.add(one(part)));
        }
      } else {
        transforms.add(one(call));
      }
    }
    shape(transforms, dataset.shape());
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

  /// Cuts at the commas outside of parentheses.
  private static List<String> calls(String text) {
    List<String> calls = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char at = i < text.length() ? text.charAt(i) : ',';
      depth += at == '(' ? 1 : at == ')' ? -1 : 0;
      boolean end = i == text.length();
      if (depth < 0 || depth > 1 || (end && depth != 0)) {
        throw LoupeException.of("the parentheses of an augmentation do not match")
            .expected("such as crop(4),flip")
            .got("'" + text + "'");
      }
      if (at == ',' && (depth == 0 || end)) {
        calls.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    return calls;
  }

  private static Transform one(String call) {
    int open = call.indexOf('(');
    String name = open < 0 ? call : call.substring(0, open).strip();
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      List<String> known = new ArrayList<>(Presets.NAMES);
      known.addAll(ENTRIES.keySet());
      throw LoupeException.unknown("augmentation", name, known);
    }
    if (open >= 0 && !call.endsWith(")")) {
      throw LoupeException.of("an augmentation goes on behind its parentheses")
          .expected(entry.usage())
          .got("'" + call + "'");
    }
    String inside = open < 0 ? "" : call.substring(open + 1, call.length() - 1).strip();
    List<String> words = new ArrayList<>();
    for (String word : inside.isEmpty() ? new String[0] : inside.split(",", -1)) {
      words.add(word.strip());
    }
    if (words.size() < entry.least() || words.size() > entry.most()) {
      throw LoupeException.of("an augmentation has the wrong number of parameters")
          .expected(entry.usage())
          .got("'" + call + "'");
    }
    return entry.make().apply(new Arguments(entry.usage(), List.copyOf(words)));
  }

  private static Map<String, Entry> entries() {
    Map<String, Entry> all = new LinkedHashMap<>();
    space(all);
    tone(all);
    values(all);
    return all;
  }

  private static void space(Map<String, Entry> all) {
    add(all, "shift(pixels)", 1, 1, a -> new RandomShift(a.whole(0, 0)));
    add(all, "flip[(axis)]", 0, 1, a -> flip(a));
    add(all, "crop(padding[,zero|reflect])", 1, 2, a -> new RandomCrop(a.whole(0, 0), edge(a)));
    add(
        all,
        "resizedcrop[(least,greatest[,narrowest,widest])]",
        0,
        4,
        a ->
            new RandomResizedCrop(
                a.number(0, 0.08f), a.number(1, 1), a.number(2, 3 / 4f), a.number(3, 4 / 3f)));
    add(all, "rotate(degrees)", 1, 1, a -> new Rotation(a.number(0, 0)));
    add(all, "rot90", 0, 0, a -> new QuarterTurns());
    add(
        all,
        "affine(degrees[,translate,least,greatest,shear])",
        1,
        5,
        a ->
            new Affine(
                a.number(0, 0), a.number(1, 0), a.number(2, 1), a.number(3, 1), a.number(4, 0)));
    add(
        all,
        "perspective(distortion[,probability])",
        1,
        2,
        a -> new Perspective(a.number(0, 0), a.number(1, 0.5f)));
    add(all, "elastic(deviation[,sigma])", 1, 2, a -> new Elastic(a.number(0, 0), a.number(1, 4)));
    add(
        all,
        "patch(size[,size[,size]])",
        1,
        3,
        a -> new Patch(IntStream.range(0, a.count()).mapToObj(i -> a.whole(i, 1)).toList()));
  }

  private static void tone(Map<String, Entry> all) {
    add(
        all,
        "jitter(brightness,contrast,saturation,hue)",
        4,
        4,
        a -> new ColourJitter(a.number(0, 0), a.number(1, 0), a.number(2, 0), a.number(3, 0)));
    for (Kind kind : Kind.values()) {
      String usage =
          kind.word() + (kind.hasAmount() ? "(amount[,probability])" : "[(probability)]");
      int first = kind.hasAmount() ? 1 : 0;
      add(
          all,
          usage,
          first,
          first + 1,
          a -> new Retouch(kind, first == 0 ? 0 : a.number(0, 0), a.number(first, 0.5f)));
    }
    add(all, "blur(least,greatest)", 2, 2, a -> new GaussianBlur(a.number(0, 0), a.number(1, 0)));
    add(all, "cutout(size)", 1, 1, a -> new Cutout(a.whole(0, 0)));
    add(
        all,
        "erase[(probability[,least,greatest])]",
        0,
        3,
        a -> new RandomErasing(a.number(0, 0.5f), a.number(1, 0.02f), a.number(2, 1 / 3f)));
    add(
        all,
        "randaugment[(count,magnitude)]",
        0,
        2,
        a -> new RandAugment(a.whole(0, 2), a.whole(1, 9)));
    add(all, "trivial", 0, 0, a -> new TrivialAugment());
  }

  private static void values(Map<String, Entry> all) {
    for (Intensity.Kind kind : Intensity.Kind.values()) {
      add(
          all,
          kind.word() + "(least,greatest)",
          2,
          2,
          a -> new Intensity(kind, a.number(0, 0), a.number(1, 0)));
    }
    add(all, "stretch(least,greatest)", 2, 2, a -> new Stretch(a.number(0, 0), a.number(1, 0)));
    add(
        all,
        "timemask(count,longest)",
        2,
        2,
        a -> new Mask(Mask.Axis.TIME, a.whole(0, 0), a.whole(1, 0)));
    add(
        all,
        "freqmask(count,longest)",
        2,
        2,
        a -> new Mask(Mask.Axis.FREQUENCY, a.whole(0, 0), a.whole(1, 0)));
    add(all, "spectrogram(window,hop)", 2, 2, a -> new Spectrogram(a.whole(0, 0), a.whole(1, 0)));
    add(
        all,
        "logmel(rate,window,hop,bands)",
        4,
        4,
        a -> new LogMel(a.whole(0, 0), a.whole(1, 0), a.whole(2, 0), a.whole(3, 0)));
  }

  private static void add(
      Map<String, Entry> all,
      String usage,
      int least,
      int most,
      Function<Arguments, Transform> make) {
    String name = usage.split("[(\\[]", 2)[0];
    all.put(name, new Entry(usage, least, most, make));
  }

  private static Transform flip(Arguments a) {
    return a.count() == 0 ? new RandomFlip() : new FlipAxis(a.whole(0, 0));
  }

  private static Edge edge(Arguments a) {
    return Edge.valueOf(a.word(1, List.of("zero", "reflect")).toUpperCase(Locale.ROOT));
  }
}
