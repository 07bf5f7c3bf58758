package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// [ScalarMath] on vectors: the same steps in the same order, so the same bits.
///
/// C2 must inline these, or every vector becomes an object. After about 40 operations in one
/// compiled loop it refuses methods of ours (NodeCountInliningCutoff); those of the Vector API
/// still pass. So these are flat, and long loops call them first. Methods stay below 325 bytes.
final class VectorMath {
  private VectorMath() {}

  /// [ScalarMath#exp]
  static FloatVector exp(FloatVector x) {
    FloatVector c = x.max(ScalarMath.EXP_LOW).min(ScalarMath.EXP_HIGH);
    FloatVector n =
        c.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.LOG2_E),
            FloatVector.broadcast(Lanes.F, ScalarMath.ROUND));
    FloatVector m = FloatVector.broadcast(Lanes.F, ScalarMath.ROUND).sub(n);
    FloatVector r =
        m.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.LN2_LOW),
            m.fma(FloatVector.broadcast(Lanes.F, ScalarMath.LN2_HIGH), c));
    FloatVector p =
        r.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.E4),
            FloatVector.broadcast(Lanes.F, ScalarMath.E3));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E2));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E1));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E0));
    FloatVector q = p.fma(r.mul(r), r);
    IntVector k = n.reinterpretAsInts();
    IntVector h = k.lanewise(VectorOperators.ASHR, 1);
    IntVector first = h.lanewise(VectorOperators.LSHL, 23).add(ScalarMath.ONE_BITS);
    IntVector second = k.sub(h).lanewise(VectorOperators.LSHL, 23).add(ScalarMath.ONE_BITS);
    return q.add(1).mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
  }

  /// [ScalarMath#expm1]
  static FloatVector expm1(FloatVector x) {
    FloatVector c = x.max(ScalarMath.EXPM1_LOW);
    FloatVector n =
        c.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.LOG2_E),
            FloatVector.broadcast(Lanes.F, ScalarMath.ROUND));
    FloatVector m = FloatVector.broadcast(Lanes.F, ScalarMath.ROUND).sub(n);
    FloatVector r =
        m.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.LN2_LOW),
            m.fma(FloatVector.broadcast(Lanes.F, ScalarMath.LN2_HIGH), c));
    FloatVector p =
        r.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.E4),
            FloatVector.broadcast(Lanes.F, ScalarMath.E3));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E2));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E1));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E0));
    FloatVector q = p.fma(r.mul(r), r);
    IntVector k = n.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    FloatVector s = k.add(ScalarMath.ONE_BITS).reinterpretAsFloats();
    return s.fma(q, s.sub(1));
  }

  /// [ScalarMath#log]
  static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector scaled = x.blend(x.mul(0x1p23f), small);
    IntVector bits = scaled.reinterpretAsInts().sub(ScalarMath.TWO_THIRDS_BITS);
    FloatVector f = bits.and(0x7FFFFF).add(ScalarMath.TWO_THIRDS_BITS).reinterpretAsFloats().sub(1);
    FloatVector e =
        bits.lanewise(VectorOperators.ASHR, 23)
            .add(ScalarMath.ROUND_BITS)
            .reinterpretAsFloats()
            .sub(ScalarMath.ROUND);
    e = e.blend(e.sub(23), small);
    FloatVector r = log1pSmall(f);
    r =
        e.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.LN2_HIGH),
            e.fma(FloatVector.broadcast(Lanes.F, ScalarMath.LN2_LOW), r));
    r = x.blend(r, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    r = r.blend(Float.NaN, x.compare(VectorOperators.LT, 0));
    return r.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
  }

  /// log(1 + f) for |f| up to 1/3; apart, as C2 inlines no method of more than 325 bytes.
  private static FloatVector log1pSmall(FloatVector f) {
    FloatVector p =
        f.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.L7),
            FloatVector.broadcast(Lanes.F, ScalarMath.L6));
    p = p.fma(f, FloatVector.broadcast(Lanes.F, ScalarMath.L5));
    p = p.fma(f, FloatVector.broadcast(Lanes.F, ScalarMath.L4));
    p = p.fma(f, FloatVector.broadcast(Lanes.F, ScalarMath.L3));
    p = p.fma(f, FloatVector.broadcast(Lanes.F, ScalarMath.L2));
    p = p.fma(f, FloatVector.broadcast(Lanes.F, ScalarMath.L1));
    p = p.fma(f, FloatVector.broadcast(Lanes.F, ScalarMath.L0));
    p = p.fma(f, FloatVector.broadcast(Lanes.F, -0.5f));
    return p.fma(f.mul(f), f);
  }

  /// [ScalarMath#log1p]
  static FloatVector log1p(FloatVector x) {
    VectorMask<Float> large = x.compare(VectorOperators.GE, ScalarMath.THIRD);
    FloatVector r = log1pSmall(x.blend(x.sub(1).mul(0.5f), large));
    return r.blend(r.add(ScalarMath.LN2_HIGH), large);
  }

  /// [ScalarMath#tanh]
  static FloatVector tanh(FloatVector x) {
    FloatVector m = expm1(x.abs().mul(-2));
    return withSign(m.neg().div(m.add(2)), x);
  }

  /// [ScalarMath#sigmoid]
  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    return FloatVector.broadcast(Lanes.F, 1)
        .blend(e, x.compare(VectorOperators.LT, 0))
        .div(e.add(1));
  }

  /// [ScalarMath#erf]
  static FloatVector erf(FloatVector x) {
    return withSign(erfOfAbs(x.abs()), x);
  }

  /// [ScalarMath#erfOfAbs]
  static FloatVector erfOfAbs(FloatVector x) {
    FloatVector a = x.min(ScalarMath.ERF_HIGH);
    FloatVector p =
        a.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.T8),
            FloatVector.broadcast(Lanes.F, ScalarMath.T7));
    p = p.fma(a, FloatVector.broadcast(Lanes.F, ScalarMath.T6));
    p = p.fma(a, FloatVector.broadcast(Lanes.F, ScalarMath.T5));
    p = p.fma(a, FloatVector.broadcast(Lanes.F, ScalarMath.T4));
    p = p.fma(a, FloatVector.broadcast(Lanes.F, ScalarMath.T3));
    p = p.fma(a, FloatVector.broadcast(Lanes.F, ScalarMath.T2));
    p = p.fma(a, FloatVector.broadcast(Lanes.F, ScalarMath.T1));
    p = p.fma(a, FloatVector.broadcast(Lanes.F, ScalarMath.T0));
    return expm1(p.fma(a, a).neg()).neg();
  }

  /// [ScalarMath#pow]
  static FloatVector pow(FloatVector x, float g) {
    return exp(log(x).mul(g));
  }

  /// A value with the sign of another.
  static FloatVector withSign(FloatVector value, FloatVector sign) {
    IntVector bits = sign.reinterpretAsInts().and(Integer.MIN_VALUE);
    return value.reinterpretAsInts().and(Integer.MAX_VALUE).or(bits).reinterpretAsFloats();
  }
}
