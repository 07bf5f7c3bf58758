package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// [ScalarMath] on vectors: the same steps in the same order, so the same bits.
///
/// C2 must inline these, or every vector becomes an object: a loop may hold about 60 operations.
final class VectorMath {
  private VectorMath() {}

  /// [ScalarMath#exp]
  static FloatVector exp(FloatVector x) {
    FloatVector c = x.blend(ScalarMath.EXP_LOW, x.compare(VectorOperators.LT, ScalarMath.EXP_LOW));
    c = c.blend(ScalarMath.EXP_HIGH, c.compare(VectorOperators.GT, ScalarMath.EXP_HIGH));
    FloatVector n =
        c.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.LOG2_E),
            FloatVector.broadcast(Lanes.F, ScalarMath.ROUND));
    IntVector k = n.reinterpretAsInts().sub(ScalarMath.ROUND_BITS);
    FloatVector q = reduced(c, n.sub(ScalarMath.ROUND));
    IntVector h = k.lanewise(VectorOperators.ASHR, 1);
    return q.add(1).mul(power(h)).mul(power(k.sub(h)));
  }

  /// [ScalarMath#expm1]
  static FloatVector expm1(FloatVector x) {
    FloatVector c =
        x.blend(ScalarMath.EXPM1_LOW, x.compare(VectorOperators.LT, ScalarMath.EXPM1_LOW));
    FloatVector n =
        c.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.LOG2_E),
            FloatVector.broadcast(Lanes.F, ScalarMath.ROUND));
    FloatVector q = reduced(c, n.sub(ScalarMath.ROUND));
    FloatVector s = power(n.reinterpretAsInts().sub(ScalarMath.ROUND_BITS));
    return s.fma(q, s.sub(1));
  }

  private static FloatVector reduced(FloatVector x, FloatVector n) {
    FloatVector m = n.neg();
    FloatVector r =
        m.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.LN2_LOW),
            m.fma(FloatVector.broadcast(Lanes.F, ScalarMath.LN2_HIGH), x));
    FloatVector p =
        r.fma(
            FloatVector.broadcast(Lanes.F, ScalarMath.E4),
            FloatVector.broadcast(Lanes.F, ScalarMath.E3));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E2));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E1));
    p = p.fma(r, FloatVector.broadcast(Lanes.F, ScalarMath.E0));
    return p.fma(r.mul(r), r);
  }

  private static FloatVector power(IntVector k) {
    return k.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
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
    FloatVector u = x.add(1);
    return log(u).add(x.sub(u.sub(1)).div(u));
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
    FloatVector a = x.abs();
    a = a.blend(ScalarMath.ERF_HIGH, a.compare(VectorOperators.GT, ScalarMath.ERF_HIGH));
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
    return withSign(expm1(p.fma(a, a).neg()).neg(), x);
  }

  /// [ScalarMath#pow]
  static FloatVector pow(FloatVector x, float g) {
    return exp(log(x).mul(g));
  }

  private static FloatVector withSign(FloatVector value, FloatVector sign) {
    IntVector bits = sign.reinterpretAsInts().and(Integer.MIN_VALUE);
    return value.reinterpretAsInts().or(bits).reinterpretAsFloats();
  }
}
