package dev.loupe.data;

import dev.loupe.data.DigitShapes.Form;
import dev.loupe.data.DigitShapes.Stroke;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Ten thousand and more handwritten-looking digits, 28x28 grey, drawn by Loupe: no download.
///
/// Each digit has some ways to be written; points, slant, turn, width, size, place, pressure, edge
/// and paper vary from sample to sample, and smooth waves bend the whole.
public final class Digits {
  private static final int SIZE = 28;
  private static final int STEPS = 6;

  private static final Drawn.Recipe RECIPE =
      new Drawn.Recipe(
          "digits",
          "handwritten-looking digits, 28x28 grey, drawn by Loupe",
          "drawn by dev.loupe.data.Digits",
          1,
          Shape.of(SIZE, SIZE, 1),
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          8,
          0,
          1,
          Digits::paint);

  private Digits() {}

  /// 12,000 digits to learn from and 2,000 to be judged by.
  public static Splits splits() {
    return splits(12_000, 2_000);
  }

  /// So many digits; a smaller set is the beginning of a larger one.
  ///
  /// @param train 1 to 16,000,000
  /// @param test 1 to 16,000,000
  /// @throws dev.loupe.tensor.LoupeException if a count is out of range
  public static Splits splits(int train, int test) {
    return Drawn.splits(RECIPE, train, test);
  }

  private static void paint(Draws draws, int digit, float[] ink) {
    List<Form> forms = DigitShapes.of(digit);
    List<Stroke> strokes = forms.get(draws.below(forms.size())).strokes();
    float jitter = draws.uniform(1.5f, 4.5f);
    float[][] paths = new float[strokes.size()][];
    for (int i = 0; i < paths.length; i++) {
      Stroke stroke = strokes.get(i);
      float[] points = stroke.points().clone();
      for (int k = 0; k < points.length; k++) {
        points[k] = (points[k] - 50) + draws.normal(0, jitter);
      }
      paths[i] = stroke.smooth() ? smooth(points) : points;
    }
    Hand hand = Hand.of(draws);
    hand.place(paths, draws);
    Pen pen = new Pen(SIZE, ink);
    for (float[] path : paths) {
      hand.write(pen, path);
    }
    if (draws.chance(0.06f)) {
      hand.stray(pen, draws);
    }
    float noise = Math.max(0, draws.uniform(-0.03f, 0.06f));
    if (noise > 0) {
      for (int i = 0; i < ink.length; i++) {
        ink[i] += draws.normal(0, noise);
      }
    }
  }

  /// The Catmull-Rom spline through the points, as a fine polyline.
  ///
  /// Source: Catmull and Rom, A class of local interpolating splines, 1974.
  private static float[] smooth(float[] p) {
    int spans = p.length / 2 - 1;
    float[] fine = new float[2 * (spans * STEPS + 1)];
    for (int s = 0; s < spans; s++) {
      for (int k = 0; k < STEPS; k++) {
        for (int axis = 0; axis < 2; axis++) {
          float a = p[2 * Math.max(s - 1, 0) + axis];
          float b = p[2 * s + axis];
          float c = p[2 * (s + 1) + axis];
          float d = p[2 * Math.min(s + 2, spans) + axis];
          float t = (float) k / STEPS;
          float cubic = 3 * (b - c) + d - a;
          float square = 2 * a - 5 * b + 4 * c - d;
          fine[2 * (s * STEPS + k) + axis] = b + 0.5f * t * (c - a + t * (square + t * cubic));
        }
      }
    }
    fine[fine.length - 2] = p[p.length - 2];
    fine[fine.length - 1] = p[p.length - 1];
    return fine;
  }
}
