package dev.loupe.data;

/// One made-up patient's heart: how its waves look from one lead.
///
/// @param interval seconds between two usual beats
/// @param p the size of the P wave in millivolts
/// @param conduction seconds from P to R
/// @param q the size of the Q wave
/// @param r the size of the R wave
/// @param s the size of the S wave
/// @param narrow the width of R in seconds
/// @param t the size of the T wave
/// @param recovery seconds from R to T
/// @param late the width of T in seconds
record Heart(
    float interval,
    float p,
    float conduction,
    float q,
    float r,
    float s,
    float narrow,
    float t,
    float recovery,
    float late) {

  static Heart of(Draws draws) {
    float interval = draws.uniform(0.55f, 1.1f);
    // The time to the T wave grows with the root of the interval (Bazett 1920).
    float root = (float) Math.sqrt(interval);
    return new Heart(
        interval,
        draws.uniform(0.06f, 0.2f),
        draws.uniform(0.13f, 0.19f),
        draws.uniform(-0.15f, 0),
        draws.uniform(0.7f, 1.3f),
        draws.uniform(-0.35f, -0.05f),
        draws.uniform(0.009f, 0.014f),
        draws.chance(0.12f) ? draws.uniform(-0.15f, -0.05f) : draws.uniform(0.1f, 0.4f),
        root * draws.uniform(0.26f, 0.32f),
        root * draws.uniform(0.035f, 0.055f));
  }

  /// A beat from the sinus node.
  void normal(float[] values, float at, float share) {
    Beats.wave(values, at - conduction, share * p, 0.022f);
    complex(values, at, share);
  }

  /// Q, R, S and T, as they follow whenever the usual paths conduct the beat.
  private void complex(float[] values, float at, float share) {
    Beats.wave(values, at - 2.6f * narrow, share * q, 0.8f * narrow);
    Beats.wave(values, at, share * r, narrow);
    Beats.wave(values, at + 2.6f * narrow, share * s, 0.9f * narrow);
    Beats.wave(values, at + recovery, share * t, late);
    Beats.wave(values, at + recovery + 0.9f * late, share * 0.4f * t, 0.6f * late);
  }

  /// A beat from elsewhere above the ventricles: another P or none, a usual complex.
  void supraventricular(float[] values, float at, Draws draws) {
    if (draws.chance(0.75f)) {
      float size = draws.chance(0.6f) ? -p * draws.uniform(0.6f, 1.1f) : p * 0.5f;
      Beats.wave(values, at - conduction * draws.uniform(0.6f, 1), size, 0.018f);
    }
    complex(values, at, draws.uniform(0.88f, 1.05f));
  }

  /// A beat from a ventricle: no P, a wide complex, T against it.
  void ventricular(float[] values, float at, float share, Draws draws) {
    float side = draws.chance(0.75f) ? 1 : -1;
    float size = share * side * r * draws.uniform(1, 1.6f);
    float wide = draws.uniform(0.028f, 0.045f);
    Beats.wave(values, at, size, wide);
    Beats.wave(values, at + 2.1f * wide, -size * draws.uniform(0.2f, 0.5f), 1.2f * wide);
    Beats.wave(values, at + 1.1f * recovery, -size * draws.uniform(0.2f, 0.45f), 1.2f * late);
  }

  /// A beat from a pacemaker: a spike of one or two samples, then a wide complex.
  void paced(float[] values, float at, Draws draws) {
    float wide = draws.uniform(0.024f, 0.04f);
    float side = draws.chance(0.5f) ? 1 : -1;
    float size = side * r * draws.uniform(0.7f, 1.3f);
    Beats.wave(values, at - 2.4f * wide, draws.uniform(0.25f, 0.9f), 0.004f);
    Beats.wave(values, at, size, wide);
    Beats.wave(values, at + 1.1f * recovery, -size * draws.uniform(0.2f, 0.4f), 1.2f * late);
  }
}
