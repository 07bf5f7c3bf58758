package dev.loupe.formats.onnx;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.Apply;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.BatchStats;
import dev.loupe.graph.op.GroupNorm;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.graph.op.LocalResponseNorm;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.Row;
import dev.loupe.graph.op.UpdateRunning;
import dev.loupe.kernel.Function;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Normalisations.
final class NormOps {
  private static final float EPSILON = 1e-5f;

  private NormOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("BatchNormalization", NormOps::batch);
    ops.put("InstanceNormalization", Operator.of(NormOps::instance));
    ops.put("GroupNormalization", Operator.of(NormOps::group));
    ops.put("LayerNormalization", NormOps::layer);
    ops.put("RMSNormalization", Operator.of(NormOps::rootMeanSquare));
    ops.put("LRN", Operator.of(NormOps::local));
    ops.put("MeanVarianceNormalization", Operator.of(NormOps::meanVariance));
    ops.put("LpNormalization", Operator.of(NormOps::unit));
  }

  private static Value vector(Call c, int input, Role role) {
    return c.parameter(input, role, Layout.PLAIN).value();
  }

  /// Channels last also for N, C.
  private static Placed channels(Call c) {
    return Layouts.channelsLast(c.scope(), c.in(0));
  }

  private static List<Placed> batch(Call c) {
    Placed x = channels(c);
    float epsilon = c.real("epsilon", EPSILON);
    float momentum = c.real("momentum", 0.9f);
    Value gamma = vector(c, 1, Role.NORM);
    Value beta = vector(c, 2, Role.NORM);
    Value mean = vector(c, 3, Role.BUFFER);
    Value variance = vector(c, 4, Role.BUFFER);
    if (c.flag("training_mode", false)) {
      return ofBatch(c, x, momentum, epsilon);
    }
    if (c.scope().training() && c.held(3).learned()) {
      Value statistics = c.apply(new BatchStats(), x.value());
      int rows = x.value().shape().rows();
      c.scope().effect(c.apply(new UpdateRunning(1 - momentum, rows), mean, variance, statistics));
      return List.of(
          x.with(c.apply(new BatchNormTrain(epsilon), x.value(), gamma, beta, statistics)));
    }
    return List.of(x.with(c.apply(new BatchNorm(epsilon), x.value(), gamma, beta, mean, variance)));
  }

  /// By the statistics of the batch itself; what the running ones become are further outputs.
  private static List<Placed> ofBatch(Call c, Placed x, float momentum, float epsilon) {
    Value statistics = c.apply(new BatchStats(), x.value());
    Value y =
        c.apply(
            new BatchNormTrain(epsilon),
            x.value(),
            vector(c, 1, Role.NORM),
            vector(c, 2, Role.NORM),
            statistics);
    List<Placed> outputs = new ArrayList<>(List.of(x.with(y)));
    for (int i = 0; i < 2; i++) {
      Value now = c.apply(new Affine(1 - momentum, 0), c.apply(new Row(i), statistics));
      Value before = c.apply(new Affine(momentum, 0), vector(c, 3 + i, Role.BUFFER));
      outputs.add(Placed.plain(c.apply(Arithmetic.ADD, before, now), OnnxType.FLOAT));
    }
    return outputs;
  }

  private static Value grouped(Call c, Value x, int groups, Value gamma, Value beta) {
    Value statistics = c.apply(new GroupStats(groups), x);
    GroupNorm norm = new GroupNorm(groups, c.real("epsilon", EPSILON));
    return c.apply(norm, x, gamma, beta, statistics);
  }

  private static Placed instance(Call c) {
    Placed x = channels(c);
    int n = x.value().shape().channels();
    return x.with(grouped(c, x.value(), n, vector(c, 1, Role.NORM), vector(c, 2, Role.NORM)));
  }

  /// Before opset 21 each group has one scale.
  private static Placed group(Call c) {
    Placed x = channels(c);
    int groups = c.number("num_groups", 1);
    int channels = x.value().shape().channels();
    Value gamma = spread(c, vector(c, 1, Role.NORM), channels);
    Value beta = spread(c, vector(c, 2, Role.NORM), channels);
    return x.with(grouped(c, x.value(), groups, gamma, beta));
  }

  private static Value spread(Call c, Value v, int channels) {
    int n = v.shape().length();
    if (n == channels) {
      return v;
    }
    Value column = Layouts.reshape(c.scope(), v, Shape.of(n, 1));
    Value wide = c.apply(new dev.loupe.graph.op.BroadcastTo(Shape.of(n, channels / n)), column);
    return Layouts.reshape(c.scope(), wide, Shape.of(channels));
  }

  /// The axes from one on, as one; those before it as another.
  private static Value rows(Call c, Placed plain, int axis) {
    int[] dims = plain.dims();
    int columns = Literal.count(Arrays.copyOfRange(dims, axis, dims.length));
    int rows = (int) (plain.value().shape().elements() / columns);
    return Layouts.reshape(c.scope(), plain.value(), Shape.of(rows, columns));
  }

  /// A scale or shift for every column.
  private static Value wide(Call c, int input, int[] suffix) {
    Placed p = c.parameter(input, Role.NORM, Layout.PLAIN);
    Placed plain = Layouts.plain(c.scope(), p);
    Shape target = Shape.of(suffix);
    Value v = plain.value();
    if (!v.shape().equals(target) && v.shape().elements() != target.elements()) {
      v = c.apply(new dev.loupe.graph.op.BroadcastTo(target), v);
    }
    return Layouts.reshape(c.scope(), v, Shape.of((int) target.elements()));
  }

  private static List<Placed> layer(Call c) {
    Placed x = Layouts.plain(c.scope(), c.in(0));
    int axis = c.axis(c.whole("axis", -1), x.rank());
    int[] suffix = Arrays.copyOfRange(x.dims(), axis, x.rank());
    Value rows = rows(c, x, axis);
    Value gamma = wide(c, 1, suffix);
    Value beta = c.has(2) ? wide(c, 2, suffix) : c.apply(new Affine(0, 0), gamma);
    Value statistics = c.apply(new GroupStats(1), rows);
    GroupNorm norm = new GroupNorm(1, c.real("epsilon", EPSILON));
    Value y = c.apply(norm, rows, gamma, beta, statistics);
    List<Placed> outputs =
        new ArrayList<>(List.of(x.with(Layouts.reshape(c.scope(), y, x.value().shape()))));
    int[] dims = x.dims().clone();
    Arrays.fill(dims, axis, dims.length, 1);
    if (c.node().outputs().size() > 1) {
      outputs.add(part(c, statistics, 0, dims));
      Value variance = part(c, statistics, 1, dims).value();
      Value shifted = c.apply(new Affine(1, c.real("epsilon", EPSILON)), variance);
      Value inverse =
          c.apply(new Apply(Function.RECIPROCAL), c.apply(new Apply(Function.SQRT), shifted));
      outputs.add(Placed.plain(inverse, OnnxType.FLOAT));
    }
    return outputs;
  }

  private static Placed part(Call c, Value statistics, int index, int[] dims) {
    int n = statistics.shape().size(0);
    Value v =
        c.apply(new dev.loupe.graph.op.Slice(List.of(0, 0, index), List.of(n, 1, 1)), statistics);
    return Placed.plain(Layouts.reshape(c.scope(), v, Shape.of(dims)), OnnxType.FLOAT);
  }

  /// Source: Zhang and Sennrich, Root Mean Square Layer Normalization, 2019.
  private static Placed rootMeanSquare(Call c) {
    Placed x = Layouts.plain(c.scope(), c.in(0));
    int axis = c.axis(c.whole("axis", -1), x.rank());
    Value rows = rows(c, x, axis);
    Value squares = c.apply(Arithmetic.MULTIPLY, rows, rows);
    Value mean = c.apply(new Reduce(ReduceKind.MEAN, List.of(1), true), squares);
    Value root =
        c.apply(new Apply(Function.SQRT), c.apply(new Affine(1, c.real("epsilon", EPSILON)), mean));
    Value y = c.apply(Arithmetic.DIVIDE, rows, root);
    Value gamma = wide(c, 1, Arrays.copyOfRange(x.dims(), axis, x.rank()));
    Value scaled = c.apply(Arithmetic.MULTIPLY, y, gamma);
    return x.with(Layouts.reshape(c.scope(), scaled, x.value().shape()));
  }

  private static Placed local(Call c) {
    int size = c.number("size", 1);
    if (size % 2 == 0) {
      throw c.refuse("an even size of " + size + " reaches to other channels than Loupe's");
    }
    Placed x = channels(c);
    LocalResponseNorm norm =
        new LocalResponseNorm(
            size, c.real("alpha", 1e-4f), c.real("beta", 0.75f), c.real("bias", 1));
    return x.with(c.apply(norm, x.value()));
  }

  private static Placed meanVariance(Call c) {
    Placed x = c.in(0);
    int[] axes = c.wholes("axes").orElse(new int[] {0, 2, 3});
    List<Integer> memory =
        Arrays.stream(c.axes(axes, x.rank())).map(x::memory).sorted().boxed().toList();
    Reduce mean = new Reduce(ReduceKind.MEAN, memory, true);
    Value centred = c.apply(Arithmetic.SUBTRACT, x.value(), c.apply(mean, x.value()));
    Value variance = c.apply(mean, c.apply(Arithmetic.MULTIPLY, centred, centred));
    Value deviation = c.apply(new Affine(1, 1e-9f), c.apply(new Apply(Function.SQRT), variance));
    return x.with(c.apply(Arithmetic.DIVIDE, centred, deviation));
  }

  private static Placed unit(Call c) {
    Placed x = c.in(0);
    List<Integer> axis = List.of(x.memory(c.axis(c.whole("axis", -1), x.rank())));
    boolean one = c.number("p", 2) == 1;
    Value parts =
        one
            ? c.apply(new Apply(Function.ABS), x.value())
            : c.apply(Arithmetic.MULTIPLY, x.value(), x.value());
    Value sum = c.apply(new Reduce(ReduceKind.SUM, axis, true), parts);
    Value length = one ? sum : c.apply(new Apply(Function.SQRT), sum);
    return x.with(c.apply(Arithmetic.DIVIDE, x.value(), length));
  }
}
