package dev.loupe.data.augment;

import dev.loupe.data.Normalise;
import dev.loupe.data.RandomFlip;
import dev.loupe.data.RandomShift;
import dev.loupe.data.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// All transforms that can be written.
final class Catalogue {
  /// How many parameters `...` stands for.
  private static final int MANY = 64;

  private Catalogue() {}

  /// A transform.
  ///
  /// @param usage its name and parameters; those in brackets may be left out
  /// @param meaning for people, one line
  record Entry(String usage, String meaning, Function<Arguments, Transform> make) {
    String name() {
      return usage.split("[:\\[]", 2)[0];
    }

    /// How many parameters it has at least.
    int least() {
      return colons(usage.split("\\[", 2)[0]);
    }

    /// How many parameters it has at most.
    int most() {
      return usage.endsWith("...]") ? MANY : colons(usage);
    }

    private static int colons(String text) {
      return (int) text.chars().filter(c -> c == ':').count();
    }
  }

  /// By name, in the order to show them.
  static Map<String, Entry> entries() {
    Map<String, Entry> all = new LinkedHashMap<>();
    places(all);
    tones(all);
    values(all);
    signals(all);
    return all;
  }

  private static void places(Map<String, Entry> all) {
    add(all, "shift:pixels", "moved along each axis", a -> new RandomShift(a.whole(0, 0)));
    add(all, "flip[:axis]", "half mirrored: left to right, or along an axis", Catalogue::flip);
    add(
        all,
        "crop:padding[:zero|reflect]",
        "images padded and cut to the old size",
        a -> new RandomCrop(a.whole(0, 0), edge(a)));
    add(
        all,
        "resizedcrop[:least:greatest[:narrowest:widest]]",
        "a part of this area and form, enlarged (0.08:1:0.75:1.33)",
        a ->
            new RandomResizedCrop(
                a.number(0, 0.08f), a.number(1, 1), a.number(2, 3 / 4f), a.number(3, 4 / 3f)));
    add(all, "rotate:degrees", "turned by up to this", a -> new Rotation(a.number(0, 0)));
    add(all, "rot90", "turned by quarters, without rounding", a -> new QuarterTurns());
    add(
        all,
        "affine:degrees[:translate:least:greatest:shear]",
        "turned, moved by a part of the size, scaled, sheared by degrees",
        a ->
            new Affine(
                a.number(0, 0), a.number(1, 0), a.number(2, 1), a.number(3, 1), a.number(4, 0)));
    add(
        all,
        "perspective:distortion[:probability]",
        "images seen from aside (0.5)",
        a -> new Perspective(a.number(0, 0), a.number(1, 0.5f)));
    add(
        all,
        "elastic:deviation[:sigma]",
        "bent by smooth moves of so many pixels (4)",
        a -> new Elastic(a.number(0, 0), a.number(1, 4)));
    add(
        all,
        "patch:size[:size[:size]]",
        "a part of this size from anywhere inside",
        a -> new Patch(IntStream.range(0, a.count()).mapToObj(i -> a.whole(i, 1)).toList()));
  }

  private static void tones(Map<String, Entry> all) {
    add(
        all,
        "jitter:brightness:contrast:saturation:hue",
        "colours changed by up to these, in any order",
        a -> new ColourJitter(a.number(0, 0), a.number(1, 0), a.number(2, 0), a.number(3, 0)));
    for (Retouch.Kind kind : Retouch.Kind.values()) {
      int first = kind.hasAmount() ? 1 : 0;
      add(
          all,
          kind.word() + (kind.hasAmount() ? ":amount" : "") + "[:probability]",
          kind.meaning(),
          a -> new Retouch(kind, first == 0 ? 0 : a.number(0, 0), a.number(first, 0.5f)));
    }
    add(
        all,
        "blur:least:greatest",
        "a Gaussian of such a deviation in pixels",
        a -> new GaussianBlur(a.number(0, 0), a.number(1, 0)));
    add(all, "cutout:size", "a black square, anywhere", a -> new Cutout(a.whole(0, 0)));
    add(
        all,
        "erase[:probability[:least:greatest]]",
        "a black rectangle of such an area (0.5:0.02:0.33)",
        a -> new RandomErasing(a.number(0, 0.5f), a.number(1, 0.02f), a.number(2, 1 / 3f)));
    add(
        all,
        "randaugment[:count:magnitude]",
        "so many of 14 changes of images, of one strength to 30 (2:9)",
        a -> new RandAugment(a.whole(0, 2), a.whole(1, 9)));
    add(all, "trivial", "one of 14 changes of images, of any strength", a -> new TrivialAugment());
  }

  private static void values(Map<String, Entry> all) {
    for (Intensity.Kind kind : Intensity.Kind.values()) {
      add(
          all,
          kind.word() + ":least:greatest",
          kind.meaning(),
          a -> new Intensity(kind, a.number(0, 0), a.number(1, 0)));
    }
    add(
        all,
        "normalise:mean:deviation[:mean:deviation...]",
        "each channel minus its mean, divided by its deviation",
        Catalogue::normalise);
  }

  private static void signals(Map<String, Entry> all) {
    add(
        all,
        "stretch:least:greatest",
        "signals resampled to such a speed",
        a -> new Stretch(a.number(0, 0), a.number(1, 0)));
    for (Mask.Axis axis : Mask.Axis.values()) {
      add(
          all,
          axis.word() + ":count:longest",
          "runs of " + axis.places() + " hidden behind the mean",
          a -> new Mask(axis, a.whole(0, 0), a.whole(1, 0)));
    }
    add(
        all,
        "spectrogram:window:hop",
        "powers of frequencies",
        a -> new Spectrogram(a.whole(0, 0), a.whole(1, 0)));
    add(
        all,
        "logmel:rate:window:hop:bands",
        "logarithms of powers in bands of the mel scale",
        a -> new LogMel(a.whole(0, 0), a.whole(1, 0), a.whole(2, 0), a.whole(3, 0)));
  }

  private static void add(
      Map<String, Entry> all, String usage, String meaning, Function<Arguments, Transform> make) {
    Entry entry = new Entry(usage, meaning, make);
    all.put(entry.name(), entry);
  }

  private static Transform flip(Arguments a) {
    return a.count() == 0 ? new RandomFlip() : new FlipAxis(a.whole(0, 0));
  }

  private static Edge edge(Arguments a) {
    return Edge.valueOf(a.word(1, List.of("zero", "reflect")).toUpperCase(Locale.ROOT));
  }

  private static Transform normalise(Arguments a) {
    float[] mean = new float[(a.count() + 1) / 2];
    float[] deviation = new float[a.count() / 2];
    for (int i = 0; i < a.count(); i++) {
      (i % 2 == 0 ? mean : deviation)[i / 2] = a.number(i, 0);
    }
    return new Normalise(mean, deviation);
  }
}
