package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Concat;
import dev.loupe.nn.Sequential.Named;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Several paths from the same input, joined at their ends.
///
/// Input: whatever all paths take. Output: the paths' values side by side as channels, or added.
/// Source: Szegedy et al., Going Deeper with Convolutions, CVPR 2015.
///
/// @param paths at least one, each with its name; where it is empty, the layer's parts lie right
///     under the path of the whole
/// @param join how their values are joined
public record Branches(List<Named> paths, Join join) implements Layer {
  /// How the ends of the paths are joined.
  public enum Join {
    /// Side by side, as channels, in the order of the paths.
    CONCATENATE,
    /// Added.
    ADD
  }

  /// Copies the list.
  ///
  /// @throws LoupeException if it is empty
  public Branches {
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw LoupeException.of("a layer of branches has none").expected("at least 1").got("0");
    }
  }

  /// Paths named `0`, `1`, ... whose channels are put side by side.
  public static Branches of(Layer... layers) {
    return new Branches(Sequential.of(layers).layers(), Join.CONCATENATE);
  }

  /// Paths named `0`, `1`, ... whose values are added.
  public static Branches added(Layer... layers) {
    return new Branches(Sequential.of(layers).layers(), Join.ADD);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    List<Value> ends = new ArrayList<>();
    for (Named path : paths) {
      ends.add(path.layer() instanceof Identity ? input : end(scope, path, input));
      check(scope, path.name(), ends.get(0).shape(), ends.get(ends.size() - 1).shape());
    }
    return switch (join) {
      case CONCATENATE ->
          ends.size() == 1 ? ends.get(0) : scope.apply(Concat.CHANNELS, ends.toArray(Value[]::new));
      case ADD -> {
        Value sum = ends.get(0);
        for (Value v : ends.subList(1, ends.size())) {
          sum = scope.apply(Arithmetic.ADD, sum, v);
        }
        yield sum;
      }
    };
  }

  private static Value end(Scope scope, Named path, Value input) {
    return path.name().isEmpty()
        ? path.layer().apply(scope, input)
        : scope.call(path.name(), path.layer(), input);
  }

  private void check(Scope scope, String name, Shape first, Shape own) {
    boolean fits =
        switch (join) {
          case ADD -> own.equals(first);
          case CONCATENATE ->
              own.rank() == first.rank() && own.with(-1, first.channels()).equals(first);
        };
    if (!fits) {
      throw scope
          .error("branch '" + name + "' ends in another shape than the first")
          .expected(first + (join == Join.ADD ? "" : ", with any number of channels"))
          .got(own.toString())
          .fix("give all branches the same strides and paddings");
    }
  }
}
