package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Locale;

/// One fixed change of images in 0 to 1, for some of them.
///
/// @param kind which
/// @param amount its parameter; 0 where it has none
/// @param probability of being changed
public record Retouch(Kind kind, float amount, float probability) implements Transform {
  /// The changes.
  public enum Kind {
    /// Grey instead of colours.
    GREY("grey instead of colours (0.5)"),
    /// Each channel spread over 0 to 1.
    AUTOCONTRAST("each channel spread over 0 to 1 (0.5)"),
    /// All grey levels of a channel about as frequent.
    EQUALISE("all grey levels about as frequent (0.5)"),
    /// Values inverted.
    INVERT("a negative (0.5)"),
    /// The highest bits of 8 kept: the amount says how many, 1 to 8.
    POSTERISE("so many bits kept of 8 (0.5)"),
    /// Values of at least the amount, 0 to 1, inverted.
    SOLARISE("values from the amount on inverted (0.5)"),
    /// Away from a smoothed image: 0 is smoothed, 1 changes nothing, 2 is sharp; at most 10.
    SHARPNESS("smoothed (0 to 1) or sharpened (above 1) (0.5)");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    String meaning() {
      return meaning;
    }

    boolean hasAmount() {
      return this == POSTERISE || this == SOLARISE || this == SHARPNESS;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Checks the figures.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public Retouch {
    switch (kind) {
      case POSTERISE -> Checks.range("posterise", "number of bits", amount, 1, 8);
      case SOLARISE -> Checks.range("solarise", "threshold", amount, 0, 1);
      case SHARPNESS -> Checks.range("sharpness", "factor", amount, 0, 10);
      default -> Checks.range(kind.word(), "amount", amount, 0, 0);
    }
    Checks.range(kind.word(), "probability", probability, 0, 1);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image(kind.word(), input);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    output.copyFrom(input);
    if (!(seed.uniform(0) < probability)) {
      return;
    }
    switch (kind) {
      case GREY -> Tones.grey(output);
      case AUTOCONTRAST -> Tones.autocontrast(output);
      case EQUALISE -> Tones.equalise(output);
      case INVERT -> Tones.invert(output);
      case POSTERISE -> Tones.posterise(output, (int) amount);
      case SOLARISE -> Tones.solarise(output, amount);
      case SHARPNESS -> Tones.sharpness(output, amount);
    }
  }

  @Override
  public String toString() {
    return kind.hasAmount()
        ? Words.call(kind.word(), amount, probability)
        : Words.call(kind.word(), probability);
  }
}
