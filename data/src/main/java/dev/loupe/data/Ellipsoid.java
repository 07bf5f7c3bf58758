package dev.loupe.data;

/// An ellipsoid in a volume, turned by a rotation, with a soft edge.
///
/// @param centre z, y, x in voxels
/// @param radii along the three axes of its own, in voxels
/// @param rotation 3 by 3, row by row: a row is an own axis in z, y, x
record Ellipsoid(float[] centre, float[] radii, float[] rotation) {

  /// Blends a value into the volume: `v += covered * (value - v)`.
  ///
  /// Covered goes from 0 to 1 over about one voxel at the surface.
  void blend(float[] volume, int size, float value) {
    float reach = Math.max(radii[0], Math.max(radii[1], radii[2])) + 1;
    float soft = Math.min(radii[0], Math.min(radii[1], radii[2]));
    int[] from = new int[3];
    int[] to = new int[3];
    for (int a = 0; a < 3; a++) {
      from[a] = Math.max(0, (int) (centre[a] - reach));
      to[a] = Math.min(size - 1, (int) (centre[a] + reach));
    }
    float outer = 1 + 0.5f / soft;
    for (int z = from[0]; z <= to[0]; z++) {
      for (int y = from[1]; y <= to[1]; y++) {
        for (int x = from[2]; x <= to[2]; x++) {
          float r = square(z + 0.5f - centre[0], y + 0.5f - centre[1], x + 0.5f - centre[2]);
          if (r < outer * outer) {
            float covered = Math.clamp(0.5f + (1 - (float) Math.sqrt(r)) * soft, 0f, 1f);
            int at = (z * size + y) * size + x;
            volume[at] += covered * (value - volume[at]);
          }
        }
      }
    }
  }

  /// The squared distance from the centre, 1 at the surface.
  private float square(float z, float y, float x) {
    float sum = 0;
    for (int a = 0; a < 3; a++) {
      float along =
          (rotation[3 * a] * z + rotation[3 * a + 1] * y + rotation[3 * a + 2] * x) / radii[a];
      sum += along * along;
    }
    return sum;
  }

  /// A rotation about three axes in turn, by these angles in radians.
  static float[] rotation(float aboutZ, float aboutY, float aboutX) {
    float[] m = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    turn(m, 1, 2, aboutZ);
    turn(m, 0, 2, aboutY);
    turn(m, 0, 1, aboutX);
    return m;
  }

  private static void turn(float[] m, int a, int b, float angle) {
    float sin = (float) StrictMath.sin(angle);
    float cos = (float) StrictMath.cos(angle);
    for (int k = 0; k < 3; k++) {
      float u = m[3 * a + k];
      float v = m[3 * b + k];
      m[3 * a + k] = cos * u - sin * v;
      m[3 * b + k] = sin * u + cos * v;
    }
  }

  /// Where a point of the box (a vector from the middle, unrotated) lies in the volume.
  static float[] placed(float[] middle, float[] rotation, float z, float y, float x) {
    float[] p = new float[3];
    for (int k = 0; k < 3; k++) {
      p[k] = middle[k] + rotation[k] * z + rotation[3 + k] * y + rotation[6 + k] * x;
    }
    return p;
  }
}
