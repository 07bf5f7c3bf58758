package dev.loupe.formats.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The operators of ONNX that Loupe knows.
public final class Operators {
  private static final Map<String, Operator> WRITTEN = written();
  private static final Map<String, HostOperator> COMPUTED = computed();

  private Operators() {}

  private static Map<String, Operator> written() {
    Map<String, Operator> ops = new HashMap<>();
    FunctionOps.register(ops);
    ArithmeticOps.register(ops);
    ConvolutionOps.register(ops);
    PoolOps.register(ops);
    NormOps.register(ops);
    MatrixOps.register(ops);
    MovementOps.register(ops);
    IndexOps.register(ops);
    ReduceOps.register(ops);
    ResizeOps.register(ops);
    SamplingOps.register(ops);
    return Map.copyOf(ops);
  }

  private static Map<String, HostOperator> computed() {
    Map<String, HostOperator> ops = new HashMap<>();
    HostMath.register(ops);
    HostShapes.register(ops);
    HostIndex.register(ops);
    HostReduce.register(ops);
    return Map.copyOf(ops);
  }

  /// Their names.
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(WRITTEN.keySet());
    names.addAll(COMPUTED.keySet());
    names.add("If");
    return names;
  }

  static boolean knows(String name) {
    return WRITTEN.containsKey(name) || COMPUTED.containsKey(name) || name.equals("If");
  }

  /// How an operator is written into a graph, where that can be.
  static Optional<Operator> written(String name) {
    return Optional.ofNullable(WRITTEN.get(name));
  }

  /// How an operator is computed from known values, where that can be.
  static Optional<HostOperator> computed(String name) {
    return Optional.ofNullable(COMPUTED.get(name));
  }
}
