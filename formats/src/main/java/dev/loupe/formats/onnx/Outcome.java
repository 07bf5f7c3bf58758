package dev.loupe.formats.onnx;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The outputs of one node.
final class Outcome {
  private final Call call;
  private final boolean fixed;
  private final boolean learned;
  private final boolean late;
  private @Nullable List<Placed> placed;
  private @Nullable List<Literal> literals;

  Outcome(Call call) {
    this.call = call;
    String operator = call.node().operator();
    List<Held> inputs = call.inputs().stream().flatMap(Optional::stream).toList();
    boolean shape = operator.equals("Shape") || operator.equals("Size");
    boolean lateInput = inputs.stream().anyMatch(Held::late);
    fixed = !lateInput && (shape || inputs.stream().allMatch(Held::fixed));
    learned = fixed && !shape && inputs.stream().anyMatch(Held::learned);
    late = lateInput || (!fixed && Operators.written(operator).isEmpty());
    if (!fixed && !late) {
      // In the order of the file, so that the graph reads as it does.
      all();
    }
  }

  List<Held> outputs() {
    List<Held> outputs = new ArrayList<>();
    for (int i = 0; i < call.node().outputs().size(); i++) {
      outputs.add(new Output(i));
    }
    return outputs;
  }

  /// The node, to be computed on the host when its inputs are known.
  Call call() {
    return call;
  }

  private List<Placed> all() {
    List<Placed> known = placed;
    if (known == null) {
      Optional<Operator> operator = Operators.written(call.node().operator());
      if (fixed && (!learned || operator.isEmpty())) {
        known = literals().stream().map(call::constant).toList();
      } else {
        known =
            write(
                operator.orElseThrow(
                    () -> call.refuse("its size is not known before the graph runs")));
      }
      placed = known;
    }
    return known;
  }

  private List<Placed> write(Operator operator) {
    try {
      return operator.write(call);
    } catch (LoupeException e) {
      throw named(e);
    } catch (ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | IllegalArgumentException e) {
      throw broken(e);
    }
  }

  private List<Literal> literals() {
    List<Literal> known = literals;
    if (known == null) {
      known = compute();
      literals = known;
    }
    return known;
  }

  private List<Literal> compute() {
    HostOperator operator =
        Operators.computed(call.node().operator())
            .orElseThrow(
                () ->
                    call.refuse(
                        "its value is not known before the graph runs, but is needed then"));
    try {
      return operator.compute(call);
    } catch (LoupeException e) {
      throw named(e);
    } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw broken(e);
    }
  }

  /// Sizes and attributes that contradict each other in a way that no check foresaw.
  private LoupeException broken(RuntimeException e) {
    return call.refuse("its sizes or attributes contradict each other (" + e + ")").causedBy(e);
  }

  private LoupeException named(LoupeException e) {
    String label = "'" + call.node().label() + "'";
    return String.valueOf(e.getMessage()).contains(label)
        ? e
        : e.at(call.node().operator() + " " + label);
  }

  /// One of the outputs.
  final class Output implements Held {
    private final int index;

    private Output(int index) {
      this.index = index;
    }

    /// The node that computes it.
    Outcome outcome() {
      return Outcome.this;
    }

    int index() {
      return index;
    }

    @Override
    public boolean fixed() {
      return fixed || nothing();
    }

    /// Whether it has no elements, whatever the inputs are.
    private boolean nothing() {
      return !fixed && !late && index < all().size() && all().get(index).isNothing();
    }

    @Override
    public boolean learned() {
      return learned;
    }

    @Override
    public boolean late() {
      return late;
    }

    @Override
    public Literal literal() {
      if (nothing()) {
        return new Literal(placed().type(), placed().dims(), new double[0]);
      }
      return pick(literals());
    }

    @Override
    public Placed placed() {
      return pick(all());
    }

    @Override
    public Placed parameter(Role role, Layout layout) {
      return placed();
    }

    @Override
    public int[] dims() {
      return fixed && !learned ? literal().dims() : placed().dims();
    }

    @Override
    public OnnxType type() {
      return fixed && !learned ? literal().type() : placed().type();
    }

    private <T> T pick(List<T> all) {
      if (index >= all.size()) {
        throw call.refuse("its output " + index + " is not computed");
      }
      return all.get(index);
    }
  }
}
