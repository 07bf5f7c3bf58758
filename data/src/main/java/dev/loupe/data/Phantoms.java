package dev.loupe.data;

import dev.loupe.tensor.Shape;
import java.util.List;

/// Head phantoms, 28x28x28 voxels, one channel, drawn by Loupe: what lies inside is the class.
///
/// A head is nested ellipsoids, as in Shepp and Logan, The Fourier reconstruction of a head
/// section, IEEE Trans. Nucl. Sci. 21(3), 1974, here in 3-D: skull, brain, two ventricles, some
/// nuclei. The classes: nothing, a sphere, an elongated body, a hollow shell. Pose, sizes,
/// brightness, a smooth bias field and noise vary from sample to sample. Not for medical use.
public final class Phantoms {
  private static final int SIZE = 28;

  private static final Drawn.Recipe RECIPE =
      new Drawn.Recipe(
          "phantoms",
          "head phantoms of four classes, 28x28x28 voxels, drawn by Loupe",
          "drawn by dev.loupe.data.Phantoms",
          1,
          Shape.of(SIZE, SIZE, SIZE, 1),
          List.of("clear", "sphere", "elongated", "shell"),
          8,
          0,
          1,
          Phantoms::paint);

  private Phantoms() {}

  /// 1,200 volumes to learn from and 300 to be judged by.
  public static Splits splits() {
    return splits(1_200, 300);
  }

  /// So many volumes; a smaller set is the beginning of a larger one.
  ///
  /// @param train 1 to 16,000,000
  /// @param test 1 to 16,000,000
  /// @throws dev.loupe.tensor.LoupeException if a count is out of range
  public static Splits splits(int train, int test) {
    return Drawn.splits(RECIPE, train, test);
  }

  private static void paint(Draws draws, int label, float[] volume) {
    float half = SIZE / 2f;
    float[] middle = {
      half + draws.normal(0, 0.7f), half + draws.normal(0, 0.7f), half + draws.normal(0, 0.7f)
    };
    float[] pose =
        Ellipsoid.rotation(draws.normal(0, 0.2f), draws.normal(0, 0.2f), draws.normal(0, 0.2f));
    float scale = draws.uniform(0.88f, 1.02f);
    float[] head = {
      12.2f * scale * draws.uniform(0.95f, 1.03f),
      12.4f * scale * draws.uniform(0.95f, 1.03f),
      9.8f * scale * draws.uniform(0.95f, 1.08f)
    };
    float bone = draws.uniform(1.1f, 1.8f);
    float[] inner = {head[0] - bone, head[1] - bone, head[2] - bone};
    float brain = draws.uniform(0.35f, 0.5f);
    new Ellipsoid(middle, head, pose).blend(volume, SIZE, draws.uniform(0.7f, 0.95f));
    new Ellipsoid(middle, inner, pose).blend(volume, SIZE, brain);
    furnish(draws, volume, middle, pose, scale, brain);
    float[] place = place(draws, middle, pose, inner);
    float value = brain + draws.uniform(0.16f, 0.34f);
    float[] own =
        Ellipsoid.rotation(
            draws.uniform(0, 3.1415927f),
            draws.uniform(0, 3.1415927f),
            draws.uniform(0, 3.1415927f));
    switch (label) {
      case 0 -> {}
      case 1 -> {
        float r = draws.uniform(2, 3.4f);
        float[] radii = {r, r * draws.uniform(0.9f, 1.1f), r * draws.uniform(0.9f, 1.1f)};
        new Ellipsoid(place, radii, own).blend(volume, SIZE, value);
      }
      case 2 -> {
        float r = draws.uniform(1.4f, 2.1f);
        float[] radii = {r * draws.uniform(2.2f, 3), r, r * draws.uniform(0.9f, 1.15f)};
        new Ellipsoid(place, radii, own).blend(volume, SIZE, value);
      }
      case 3 -> {
        float r = draws.uniform(2.6f, 3.7f);
        float wall = draws.uniform(1.1f, 1.4f);
        float[] radii = {r, r * draws.uniform(0.9f, 1.1f), r * draws.uniform(0.9f, 1.1f)};
        float[] hollow = {radii[0] - wall, radii[1] - wall, radii[2] - wall};
        new Ellipsoid(place, radii, own).blend(volume, SIZE, value);
        new Ellipsoid(place, hollow, own).blend(volume, SIZE, brain - 0.05f);
      }
      default -> throw new IllegalArgumentException("no class " + label);
    }
    disturb(draws, volume);
  }

  /// Two dark ventricles and some nuclei of either sign, which are no lesions.
  private static void furnish(
      Draws draws, float[] volume, float[] middle, float[] pose, float scale, float brain) {
    float dark = brain - draws.uniform(0.12f, 0.25f);
    float apart = draws.uniform(1.8f, 2.6f) * scale;
    float length = draws.uniform(3, 4.5f) * scale;
    for (int side = -1; side <= 1; side += 2) {
      float[] at = Ellipsoid.placed(middle, pose, draws.uniform(-1, 1), 0, side * apart);
      new Ellipsoid(at, new float[] {length, 1.6f * scale, 1.1f * scale}, pose)
          .blend(volume, SIZE, dark);
    }
    for (int side = -1; side <= 1; side += 2) {
      float[] at =
          Ellipsoid.placed(middle, pose, 3 * scale, draws.uniform(-4, 4), side * 4 * scale);
      float[] radii = {draws.uniform(1, 1.7f), draws.uniform(1, 1.7f), draws.uniform(1, 1.7f)};
      new Ellipsoid(at, radii, pose).blend(volume, SIZE, brain + draws.uniform(-0.1f, 0.1f));
    }
  }

  /// A place in the brain that leaves room for a lesion.
  private static float[] place(Draws draws, float[] middle, float[] pose, float[] inner) {
    float height = draws.uniform(-1, 1);
    float angle = draws.uniform(0, 6.2831855f);
    float ring = (float) Math.sqrt(1 - height * height);
    float far = draws.uniform(0.2f, 1);
    return Ellipsoid.placed(
        middle,
        pose,
        far * height * (inner[0] - 4),
        far * ring * (float) StrictMath.cos(angle) * (inner[1] - 4),
        far * ring * (float) StrictMath.sin(angle) * (inner[2] - 4));
  }

  /// A bias field that is quadratic in place, and noise.
  private static void disturb(Draws draws, float[] volume) {
    float[] slope = {draws.normal(0, 0.07f), draws.normal(0, 0.07f), draws.normal(0, 0.07f)};
    float bow = draws.normal(0, 0.08f);
    float gain = draws.uniform(0.85f, 1.1f);
    float noise = draws.uniform(0.015f, 0.05f);
    int at = 0;
    for (int z = 0; z < SIZE; z++) {
      float u = z * (2f / (SIZE - 1)) - 1;
      for (int y = 0; y < SIZE; y++) {
        float v = y * (2f / (SIZE - 1)) - 1;
        for (int x = 0; x < SIZE; x++) {
          float w = x * (2f / (SIZE - 1)) - 1;
          float bias = 1 + slope[0] * u + slope[1] * v + slope[2] * w;
          bias += bow * (u * u + v * v + w * w - 1);
          // Magnitude images have no negative values: noise folds at zero.
          volume[at] = Math.abs(gain * bias * volume[at] + draws.normal(0, noise));
          at++;
        }
      }
    }
  }
}
