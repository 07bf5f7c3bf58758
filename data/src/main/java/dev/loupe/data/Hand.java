package dev.loupe.data;

/// How one sample is written: its slant, turn, size, waves and pressure.
///
/// @param xx part of the affine map from the box of a form (100 wide) to pixels
/// @param xy part of the map
/// @param yx part of the map
/// @param yy part of the map
/// @param bend how far the waves move a point, in pixels
/// @param waves four wave numbers (radians a pixel) and two phases
/// @param radius of the pen in pixels
/// @param pressure how much the radius varies along a stroke, a fraction
/// @param softness the width of the edge in pixels
/// @param dark how dark the ink is, 0 to 1
record Hand(
    float xx,
    float xy,
    float yx,
    float yy,
    float bend,
    float[] waves,
    float radius,
    float pressure,
    float softness,
    float dark) {
  private static final float PAPER = 28;
  private static final float MARGIN = 1.5f;

  static Hand of(Draws draws) {
    float height = draws.uniform(0.155f, 0.205f);
    float width = height * draws.uniform(0.55f, 0.9f);
    float slant = draws.uniform(-0.15f, 0.45f);
    float turn = draws.normal(0, 0.1f);
    float sin = (float) StrictMath.sin(turn);
    float cos = (float) StrictMath.cos(turn);
    // First the size, then the slant (x moves right towards the top), then the turn.
    float shear = -slant * height;
    float[] waves = new float[6];
    for (int i = 0; i < 4; i++) {
      waves[i] = draws.uniform(-0.35f, 0.35f);
    }
    waves[4] = draws.uniform(0, 6.2831855f);
    waves[5] = draws.uniform(0, 6.2831855f);
    return new Hand(
        cos * width,
        cos * shear - sin * height,
        sin * width,
        sin * shear + cos * height,
        draws.uniform(0, 1.3f),
        waves,
        draws.uniform(0.6f, 1.5f),
        draws.uniform(0.05f, 0.35f),
        draws.uniform(0.9f, 1.5f),
        draws.uniform(0.75f, 1));
  }

  /// Moves paths from the box to the paper: near its middle, not over its edge.
  void place(float[][] paths, Draws draws) {
    float left = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float top = Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;
    for (float[] path : paths) {
      for (int i = 0; i < path.length; i += 2) {
        float x = xx * path[i] + xy * path[i + 1];
        float y = yx * path[i] + yy * path[i + 1];
        double across = waves[0] * x + waves[1] * y + waves[4];
        double down = waves[2] * x + waves[3] * y + waves[5];
        path[i] = x + bend * (float) StrictMath.sin(across);
        path[i + 1] = y + bend * (float) StrictMath.sin(down);
        left = Math.min(left, path[i]);
        right = Math.max(right, path[i]);
        top = Math.min(top, path[i + 1]);
        bottom = Math.max(bottom, path[i + 1]);
      }
    }
    float dx = shift(left, right, draws.normal(0, 1.3f));
    float dy = shift(top, bottom, draws.normal(0, 1.1f));
    for (float[] path : paths) {
      for (int i = 0; i < path.length; i += 2) {
        path[i] += dx;
        path[i + 1] += dy;
      }
    }
  }

  private static float shift(float low, float high, float offset) {
    float room = Math.max(0, (PAPER - 2 * MARGIN - (high - low)) / 2);
    return PAPER / 2 - (low + high) / 2 + Math.clamp(offset, -room, room);
  }

  /// Draws a path: the pen is pressed harder in the middle of a stroke than at its ends.
  void write(Pen pen, float[] path) {
    int pieces = path.length / 2 - 1;
    for (int i = 0; i < pieces; i++) {
      pen.piece(
          path[2 * i],
          path[2 * i + 1],
          radius((float) i / pieces),
          path[2 * i + 2],
          path[2 * i + 3],
          radius((float) (i + 1) / pieces),
          softness,
          dark);
    }
  }

  private float radius(float t) {
    return radius * (1 - pressure * (2 * t - 1) * (2 * t - 1));
  }

  /// Draws the end of something else at the rim of the paper.
  void stray(Pen pen, Draws draws) {
    boolean atSide = draws.chance(0.5f);
    boolean far = draws.chance(0.5f);
    float along = draws.uniform(4, 24);
    float deep = draws.uniform(0, 2.5f);
    float slide = draws.uniform(-3, 3);
    float in = far ? PAPER - deep : deep;
    float out = far ? PAPER : 0;
    if (atSide) {
      pen.piece(out, along, radius, in, along + slide, radius, softness, dark);
    } else {
      pen.piece(along, out, radius, along + slide, in, radius, softness, dark);
    }
  }
}
