package dev.loupe.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The most multiply-adds that a core can do: chains of them that don't wait for each other, all in
/// registers.
public final class Peak implements Runnable {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  // Machines with shorter vectors have 16 registers.
  private static final boolean SHORT = SPECIES.length() < 16;
  private static final int CHAINS = SHORT ? 10 : 16;
  private static final int ROUNDS = 20_000;

  private final float[] sums = new float[SPECIES.length()];

  /// Nothing has run yet.
  public Peak() {}

  /// Floating point operations of one run; a multiply-add counts 2.
  public long flops() {
    return 2L * CHAINS * ROUNDS * SPECIES.length();
  }

  /// Something that depends on everything computed.
  public float[] sums() {
    return sums.clone();
  }

  @Override
  public void run() {
    if (SHORT) {
      ten();
    } else {
      sixteen();
    }
  }

  private void ten() {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector y = FloatVector.fromArray(SPECIES, sums, 0).min(1e-3f);
    FloatVector a0 = y;
    FloatVector a1 = y;
    FloatVector a2 = y;
    FloatVector a3 = y;
    FloatVector a4 = y;
    FloatVector b0 = x;
    FloatVector b1 = x;
    FloatVector b2 = x;
    FloatVector b3 = x;
    FloatVector b4 = x;
    for (int i = 0; i < ROUNDS; i++) {
      a0 = x.fma(y, a0);
      a1 = x.fma(y, a1);
      a2 = x.fma(y, a2);
      a3 = x.fma(y, a3);
      a4 = x.fma(y, a4);
      b0 = x.fma(y, b0);
      b1 = x.fma(y, b1);
      b2 = x.fma(y, b2);
      b3 = x.fma(y, b3);
      b4 = x.fma(y, b4);
    }
    FloatVector a = a0.add(a1).add(a2.add(a3)).add(a4);
    FloatVector b = b0.add(b1).add(b2.add(b3)).add(b4);
    a.add(b).intoArray(sums, 0);
  }

  private void sixteen() {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector y = FloatVector.fromArray(SPECIES, sums, 0).min(1e-3f);
    FloatVector a0 = y;
    FloatVector a1 = y;
    FloatVector a2 = y;
    FloatVector a3 = y;
    FloatVector a4 = y;
    FloatVector a5 = y;
    FloatVector a6 = y;
    FloatVector a7 = y;
    FloatVector b0 = x;
    FloatVector b1 = x;
    FloatVector b2 = x;
    FloatVector b3 = x;
    FloatVector b4 = x;
    FloatVector b5 = x;
    FloatVector b6 = x;
    FloatVector b7 = x;
    for (int i = 0; i < ROUNDS; i++) {
      a0 = x.fma(y, a0);
      a1 = x.fma(y, a1);
      a2 = x.fma(y, a2);
      a3 = x.fma(y, a3);
      a4 = x.fma(y, a4);
      a5 = x.fma(y, a5);
      a6 = x.fma(y, a6);
      a7 = x.fma(y, a7);
      b0 = x.fma(y, b0);
      b1 = x.fma(y, b1);
      b2 = x.fma(y, b2);
      b3 = x.fma(y, b3);
      b4 = x.fma(y, b4);
      b5 = x.fma(y, b5);
      b6 = x.fma(y, b6);
      b7 = x.fma(y, b7);
    }
    FloatVector a = a0.add(a1).add(a2.add(a3)).add(a4.add(a5).add(a6.add(a7)));
    FloatVector b = b0.add(b1).add(b2.add(b3)).add(b4.add(b5).add(b6.add(b7)));
    a.add(b).intoArray(sums, 0);
  }
}
