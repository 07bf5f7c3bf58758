package dev.loupe.data;

/// Ink on square paper: strokes drawn by how far a pixel is from them.
final class Pen {
  private final int size;
  private final float[] ink;

  /// Paper of `size` by `size` pixels.
  ///
  /// @param ink 0 to 1, row by row
  Pen(int size, float[] ink) {
    this.size = size;
    this.ink = ink;
  }

  /// Draws a straight piece whose radius goes from `ra` to `rb`.
  ///
  /// A pixel's ink is a smooth step of (radius - distance) / softness + 1/2; where pieces
  /// overlap the larger one counts.
  ///
  /// @param softness the width of the edge, in pixels
  void piece(
      float ax, float ay, float ra, float bx, float by, float rb, float softness, float dark) {
    float reach = Math.max(ra, rb) + softness;
    int left = Math.max(0, (int) (Math.min(ax, bx) - reach));
    int right = Math.min(size - 1, (int) (Math.max(ax, bx) + reach));
    int top = Math.max(0, (int) (Math.min(ay, by) - reach));
    int bottom = Math.min(size - 1, (int) (Math.max(ay, by) + reach));
    float dx = bx - ax;
    float dy = by - ay;
    float inverse = 1 / Math.max(dx * dx + dy * dy, 1e-6f);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        float px = x + 0.5f - ax;
        float py = y + 0.5f - ay;
        float t = Math.clamp((px * dx + py * dy) * inverse, 0f, 1f);
        float ex = px - t * dx;
        float ey = py - t * dy;
        float distance = (float) Math.sqrt(ex * ex + ey * ey);
        float c = Math.clamp((ra + t * (rb - ra) - distance) / softness + 0.5f, 0f, 1f);
        float covered = dark * c * c * (3 - 2 * c);
        int at = y * size + x;
        ink[at] = Math.max(ink[at], covered);
      }
    }
  }
}
