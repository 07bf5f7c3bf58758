package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The tiles of [PatchTile] that are 1 vector wide.
final class PatchTileOne {
  private static final int PITCH = PatchTile.PITCH;

  private PatchTileOne() {}

  /// 28 rows.
  static void rows28x1(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    FloatVector x10 = FloatVector.zero(Lanes.F);
    FloatVector x11 = FloatVector.zero(Lanes.F);
    FloatVector x12 = FloatVector.zero(Lanes.F);
    FloatVector x13 = FloatVector.zero(Lanes.F);
    FloatVector x14 = FloatVector.zero(Lanes.F);
    FloatVector x15 = FloatVector.zero(Lanes.F);
    FloatVector x16 = FloatVector.zero(Lanes.F);
    FloatVector x17 = FloatVector.zero(Lanes.F);
    FloatVector x18 = FloatVector.zero(Lanes.F);
    FloatVector x19 = FloatVector.zero(Lanes.F);
    FloatVector x20 = FloatVector.zero(Lanes.F);
    FloatVector x21 = FloatVector.zero(Lanes.F);
    FloatVector x22 = FloatVector.zero(Lanes.F);
    FloatVector x23 = FloatVector.zero(Lanes.F);
    FloatVector x24 = FloatVector.zero(Lanes.F);
    FloatVector x25 = FloatVector.zero(Lanes.F);
    FloatVector x26 = FloatVector.zero(Lanes.F);
    FloatVector x27 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
      b0 += Lanes.N;
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + PITCH]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH]).fma(u, x7);
      x8 = FloatVector.broadcast(Lanes.F, a[p + 8 * PITCH]).fma(u, x8);
      x9 = FloatVector.broadcast(Lanes.F, a[p + 9 * PITCH]).fma(u, x9);
      x10 = FloatVector.broadcast(Lanes.F, a[p + 10 * PITCH]).fma(u, x10);
      x11 = FloatVector.broadcast(Lanes.F, a[p + 11 * PITCH]).fma(u, x11);
      x12 = FloatVector.broadcast(Lanes.F, a[p + 12 * PITCH]).fma(u, x12);
      x13 = FloatVector.broadcast(Lanes.F, a[p + 13 * PITCH]).fma(u, x13);
      x14 = FloatVector.broadcast(Lanes.F, a[p + 14 * PITCH]).fma(u, x14);
      x15 = FloatVector.broadcast(Lanes.F, a[p + 15 * PITCH]).fma(u, x15);
      x16 = FloatVector.broadcast(Lanes.F, a[p + 16 * PITCH]).fma(u, x16);
      x17 = FloatVector.broadcast(Lanes.F, a[p + 17 * PITCH]).fma(u, x17);
      x18 = FloatVector.broadcast(Lanes.F, a[p + 18 * PITCH]).fma(u, x18);
      x19 = FloatVector.broadcast(Lanes.F, a[p + 19 * PITCH]).fma(u, x19);
      x20 = FloatVector.broadcast(Lanes.F, a[p + 20 * PITCH]).fma(u, x20);
      x21 = FloatVector.broadcast(Lanes.F, a[p + 21 * PITCH]).fma(u, x21);
      x22 = FloatVector.broadcast(Lanes.F, a[p + 22 * PITCH]).fma(u, x22);
      x23 = FloatVector.broadcast(Lanes.F, a[p + 23 * PITCH]).fma(u, x23);
      x24 = FloatVector.broadcast(Lanes.F, a[p + 24 * PITCH]).fma(u, x24);
      x25 = FloatVector.broadcast(Lanes.F, a[p + 25 * PITCH]).fma(u, x25);
      x26 = FloatVector.broadcast(Lanes.F, a[p + 26 * PITCH]).fma(u, x26);
      x27 = FloatVector.broadcast(Lanes.F, a[p + 27 * PITCH]).fma(u, x27);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
    x8.intoArray(c, c0 + 8 * cStep);
    x9.intoArray(c, c0 + 9 * cStep);
    x10.intoArray(c, c0 + 10 * cStep);
    x11.intoArray(c, c0 + 11 * cStep);
    x12.intoArray(c, c0 + 12 * cStep);
    x13.intoArray(c, c0 + 13 * cStep);
    x14.intoArray(c, c0 + 14 * cStep);
    x15.intoArray(c, c0 + 15 * cStep);
    x16.intoArray(c, c0 + 16 * cStep);
    x17.intoArray(c, c0 + 17 * cStep);
    x18.intoArray(c, c0 + 18 * cStep);
    x19.intoArray(c, c0 + 19 * cStep);
    x20.intoArray(c, c0 + 20 * cStep);
    x21.intoArray(c, c0 + 21 * cStep);
    x22.intoArray(c, c0 + 22 * cStep);
    x23.intoArray(c, c0 + 23 * cStep);
    x24.intoArray(c, c0 + 24 * cStep);
    x25.intoArray(c, c0 + 25 * cStep);
    x26.intoArray(c, c0 + 26 * cStep);
    x27.intoArray(c, c0 + 27 * cStep);
  }

  /// 16 rows.
  static void rows16x1(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    FloatVector x10 = FloatVector.zero(Lanes.F);
    FloatVector x11 = FloatVector.zero(Lanes.F);
    FloatVector x12 = FloatVector.zero(Lanes.F);
    FloatVector x13 = FloatVector.zero(Lanes.F);
    FloatVector x14 = FloatVector.zero(Lanes.F);
    FloatVector x15 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
      b0 += Lanes.N;
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + PITCH]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH]).fma(u, x7);
      x8 = FloatVector.broadcast(Lanes.F, a[p + 8 * PITCH]).fma(u, x8);
      x9 = FloatVector.broadcast(Lanes.F, a[p + 9 * PITCH]).fma(u, x9);
      x10 = FloatVector.broadcast(Lanes.F, a[p + 10 * PITCH]).fma(u, x10);
      x11 = FloatVector.broadcast(Lanes.F, a[p + 11 * PITCH]).fma(u, x11);
      x12 = FloatVector.broadcast(Lanes.F, a[p + 12 * PITCH]).fma(u, x12);
      x13 = FloatVector.broadcast(Lanes.F, a[p + 13 * PITCH]).fma(u, x13);
      x14 = FloatVector.broadcast(Lanes.F, a[p + 14 * PITCH]).fma(u, x14);
      x15 = FloatVector.broadcast(Lanes.F, a[p + 15 * PITCH]).fma(u, x15);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
    x8.intoArray(c, c0 + 8 * cStep);
    x9.intoArray(c, c0 + 9 * cStep);
    x10.intoArray(c, c0 + 10 * cStep);
    x11.intoArray(c, c0 + 11 * cStep);
    x12.intoArray(c, c0 + 12 * cStep);
    x13.intoArray(c, c0 + 13 * cStep);
    x14.intoArray(c, c0 + 14 * cStep);
    x15.intoArray(c, c0 + 15 * cStep);
  }

  /// 10 rows.
  static void rows10x1(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
      b0 += Lanes.N;
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + PITCH]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH]).fma(u, x7);
      x8 = FloatVector.broadcast(Lanes.F, a[p + 8 * PITCH]).fma(u, x8);
      x9 = FloatVector.broadcast(Lanes.F, a[p + 9 * PITCH]).fma(u, x9);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
    x8.intoArray(c, c0 + 8 * cStep);
    x9.intoArray(c, c0 + 9 * cStep);
  }

  /// 8 rows.
  static void rows8x1(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
      b0 += Lanes.N;
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + PITCH]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH]).fma(u, x7);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
  }
}
