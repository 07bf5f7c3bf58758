package dev.loupe.data;

import dev.loupe.tensor.Shape;
import java.util.List;

/// Heartbeats as an electrocardiogram shows them, 187 samples at 125 Hz, drawn by Loupe.
///
/// The window is 1.5 s with the beat at 0.8 s, in millivolts, one channel. A beat is a sum of
/// Gaussian waves (P, Q, R, S, T), as in McSharry, Clifford, Tarassenko and Smith, A dynamical
/// model for generating synthetic electrocardiogram signals, IEEE Trans. Biomed. Eng. 50(3), 2003.
/// The five classes are those of ANSI/AAMI EC57. Rate, timing, size, width, baseline wander, mains
/// and muscle noise vary from sample to sample. Not for medical use.
public final class Beats {
  private static final int LENGTH = 187;
  private static final float RATE = 125;
  private static final float CENTRE = 0.8f;

  private static final Drawn.Recipe RECIPE =
      new Drawn.Recipe(
          "beats",
          "heartbeats of five classes, 187 samples at 125 Hz, in millivolts, drawn by Loupe",
          "drawn by dev.loupe.data.Beats",
          1,
          Shape.of(LENGTH, 1),
          List.of("normal", "supraventricular", "ventricular", "fusion", "paced"),
          16,
          -4,
          4,
          Beats::paint);

  private Beats() {}

  /// 6,000 beats to learn from and 1,500 to be judged by.
  public static Splits splits() {
    return splits(6_000, 1_500);
  }

  /// So many beats; a smaller set is the beginning of a larger one.
  ///
  /// @param train 1 to 16,000,000
  /// @param test 1 to 16,000,000
  /// @throws dev.loupe.tensor.LoupeException if a count is out of range
  public static Splits splits(int train, int test) {
    return Drawn.splits(RECIPE, train, test);
  }

  private static void paint(Draws draws, int label, float[] values) {
    Heart heart = Heart.of(draws);
    float usual = heart.interval();
    float before = usual * (1 + draws.normal(0, 0.04f));
    float after = usual * (1 + draws.normal(0, 0.04f));
    switch (label) {
      case 1 -> {
        before = usual * draws.uniform(0.52f, 0.8f);
        after = usual * draws.uniform(0.95f, 1.2f);
      }
      case 2 -> {
        before = usual * draws.uniform(0.5f, 0.9f);
        after = usual * 2 - before;
      }
      default -> {}
    }
    heart.normal(values, CENTRE - before, 1);
    heart.normal(values, CENTRE + after, 1);
    switch (label) {
      case 0 -> heart.normal(values, CENTRE, 1);
      case 1 -> heart.supraventricular(values, CENTRE, draws);
      case 2 -> heart.ventricular(values, CENTRE, 1, draws);
      case 3 -> {
        float share = draws.uniform(0.35f, 0.65f);
        heart.normal(values, CENTRE, 1 - share);
        heart.ventricular(values, CENTRE + draws.uniform(-0.01f, 0.02f), share, draws);
      }
      case 4 -> heart.paced(values, CENTRE, draws);
      default -> throw new IllegalArgumentException("no class " + label);
    }
    disturb(values, draws);
  }

  private static void disturb(float[] values, Draws draws) {
    float gain = draws.uniform(0.6f, 1.5f);
    float offset = draws.normal(0, 0.1f);
    float wander = draws.uniform(0, 0.2f);
    float slow = turn(draws.uniform(0.15f, 0.6f));
    float slowPhase = draws.uniform(0, 6.2831855f);
    float mains = Math.max(0, draws.uniform(-0.03f, 0.04f));
    float fast = turn(draws.chance(0.5f) ? 50 : 60);
    float fastPhase = draws.uniform(0, 6.2831855f);
    float muscle = draws.uniform(0.005f, 0.06f);
    for (int i = 0; i < LENGTH; i++) {
      float w = wander * (float) StrictMath.sin(slow * i + slowPhase);
      float m = mains * (float) StrictMath.sin(fast * i + fastPhase);
      values[i] = gain * values[i] + offset + w + m + draws.normal(0, muscle);
    }
  }

  /// Radians a sample.
  private static float turn(float hertz) {
    return 6.2831855f * hertz / RATE;
  }

  /// Adds a Gaussian wave.
  ///
  /// @param at seconds from the start of the window
  /// @param size millivolts
  /// @param width the deviation, seconds
  static void wave(float[] values, float at, float size, float width) {
    int from = Math.max(0, (int) ((at - 5 * width) * RATE));
    int to = Math.min(LENGTH - 1, (int) ((at + 5 * width) * RATE) + 1);
    for (int i = from; i <= to; i++) {
      float t = (i / RATE - at) / width;
      values[i] += size * (float) StrictMath.exp(-0.5f * t * t);
    }
  }
}
