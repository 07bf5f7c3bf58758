package dev.loupe.testkit;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.kernel.Kernel;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.Operands;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs single ops and whole graphs the plainest way: each value in a buffer of its own, poisoned
/// with NaN before it is written, with guard words on both sides.
public final class Interpreter {
  private static final int GUARD = 37;
  private static final float GUARD_WORD = Float.intBitsToFloat(0x7FA5A5A5);

  private Interpreter() {}

  /// The value of an op.
  ///
  /// @param step the step number that the kernel sees
  public static Tensor run(Computation op, List<Tensor> inputs, KernelPolicy policy, long step) {
    List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
    Shape shape = op.infer(shapes);
    if (op.view(shapes)) {
      Tensor in = inputs.get(0);
      return new Tensor(shape, in.data(), in.offset() + op.viewOffset(shapes));
    }
    Kernel kernel = op.kernel(shapes, shape, policy).kernel();
    float[][] arrays = new float[inputs.size() + 2][];
    int[] offsets = new int[inputs.size() + 2];
    for (int i = 0; i < inputs.size(); i++) {
      arrays[i] = inputs.get(i).data();
      offsets[i] = inputs.get(i).offset();
    }
    int out = inputs.size();
    arrays[out] = guarded(shape.length());
    arrays[out + 1] = guarded(Math.toIntExact(kernel.workspace()));
    offsets[out] = GUARD;
    offsets[out + 1] = GUARD;
    Operands operands = new Operands(arrays, offsets);
    operands.step(step);
    float[] scratch = new float[kernel.scratch()];
    for (int phase = 0; phase < kernel.phases(); phase++) {
      // From the last piece to the first: results must not depend on the order.
      for (int piece = kernel.pieces(phase) - 1; piece >= 0; piece--) {
        Arrays.fill(scratch, Float.NaN);
        kernel.run(phase, piece, operands, scratch);
      }
    }
    checkGuards(op, arrays[out], shape.length());
    checkGuards(op, arrays[out + 1], Math.toIntExact(kernel.workspace()));
    return new Tensor(shape, arrays[out], GUARD);
  }

  /// The values of all nodes of a graph.
  ///
  /// @param sources the values of inputs, by label, and of variables, by path; variables are
  ///     overwritten by the ops that do so
  public static List<Tensor> run(
      Graph graph, Map<String, Tensor> sources, KernelPolicy policy, long step) {
    Map<Integer, Tensor> values = new HashMap<>();
    for (Node n : graph.nodes()) {
      values.put(
          n.id(),
          switch (n.op()) {
            case Source.Input in -> given(sources, in.label());
            case Source.Variable v -> given(sources, v.path());
            case Source.Constant c -> c.value();
            case Computation c -> {
              List<Tensor> inputs = new ArrayList<>();
              n.inputs().forEach(i -> inputs.add(value(values, i)));
              yield run(c, inputs, policy, step);
            }
          });
    }
    return graph.nodes().stream().map(n -> value(values, n.id())).toList();
  }

  private static Tensor given(Map<String, Tensor> sources, String name) {
    Tensor t = sources.get(name);
    if (t == null) {
      throw new IllegalArgumentException("no value was given for '" + name + "'");
    }
    return t;
  }

  private static Tensor value(Map<Integer, Tensor> values, int id) {
    Tensor t = values.get(id);
    if (t == null) {
      throw new IllegalStateException("node " + id + " has not run");
    }
    return t;
  }

  private static float[] guarded(int length) {
    float[] a = new float[length + 2 * GUARD];
    Arrays.fill(a, Float.NaN);
    Arrays.fill(a, 0, GUARD, GUARD_WORD);
    Arrays.fill(a, GUARD + length, a.length, GUARD_WORD);
    return a;
  }

  private static void checkGuards(Computation op, float[] a, int length) {
    for (int i = 0; i < GUARD; i++) {
      int word = Float.floatToRawIntBits(GUARD_WORD);
      if (Float.floatToRawIntBits(a[i]) != word
          || Float.floatToRawIntBits(a[GUARD + length + i]) != word) {
        throw new AssertionError(op.name() + " wrote outside its memory");
      }
    }
  }
}
