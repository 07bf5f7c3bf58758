package dev.loupe.graph.pass;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.Fused;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.kernel.Epilogue;
import dev.loupe.kernel.Epilogue.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins bias, residual and activation to the op whose value they change, where nobody else reads
/// the values in between. The fused node stands where the last of them stood.
public record FuseEpilogues() implements Pass {
  /// A chain that becomes one node.
  private record Chain(Node producer, List<Stage> stages, List<Integer> operands) {}

  @Override
  public Graph apply(Graph graph) {
    int[] uses = Rewriter.uses(graph);
    int[] reader = new int[graph.nodes().size()];
    graph.nodes().forEach(n -> n.inputs().forEach(i -> reader[i] = n.id()));
    boolean[] skipped = new boolean[graph.nodes().size()];
    boolean[] joined = new boolean[graph.nodes().size()];
    @Nullable Chain[] chains = new Chain[graph.nodes().size()];
    for (Node n : graph.nodes()) {
      if (!joined[n.id()] && produces(n)) {
        Chain chain = new Chain(n, new ArrayList<>(), new ArrayList<>());
        Node last = n;
        while (uses[last.id()] == 1 && reader[last.id()] > last.id()) {
          Node next = graph.node(reader[last.id()]);
          if (joined[next.id()] || !join(graph, chain, last, next)) {
            break;
          }
          joined[next.id()] = true;
          skipped[last.id()] = true;
          last = next;
        }
        if (last.id() != n.id()) {
          chains[last.id()] = chain;
        }
      }
    }
    Rewriter r = new Rewriter(graph);
    for (Node n : graph.nodes()) {
      Chain chain = chains[n.id()];
      if (chain != null) {
        List<Value> inputs = new ArrayList<>(r.inputs(chain.producer()));
        chain.operands().forEach(i -> inputs.add(r.get(i)));
        Computation op = (Computation) chain.producer().op();
        Fused fused = new Fused(op, new Epilogue(chain.stages()));
        r.put(n, r.apply(chain.producer().path(), fused, inputs));
      } else if (!skipped[n.id()]) {
        r.copy(n);
      }
    }
    return r.build();
  }

  private static boolean produces(Node n) {
    return n.op() instanceof Convolution
        || n.op() instanceof ConvolutionBackData
        || n.op() instanceof MatrixMultiply
        || n.op() instanceof BatchNorm
        || n.op() instanceof BatchNormTrain;
  }

  /// Adds the next node to the chain if it is one that can be joined.
  private static boolean join(Graph graph, Chain chain, Node last, Node next) {
    if (next.op() instanceof Activate a) {
      chain.stages().add(new Epilogue.Apply(a.activation()));
      return true;
    }
    if (!next.op().equals(Arithmetic.ADD) || !next.shape().equals(last.shape())) {
      return false;
    }
    // The values of an addition may come in either order, but each must be read once.
    int other = next.inputs().get(0) == last.id() ? next.inputs().get(1) : next.inputs().get(0);
    Node operand = graph.node(other);
    if (operand.shape().rank() == 1 && operand.shape().channels() == last.shape().channels()) {
      chain.stages().add(new Epilogue.AddChannels(operand.shape().channels()));
    } else if (operand.shape().equals(last.shape())) {
      chain.stages().add(new Epilogue.AddTensor());
    } else {
      return false;
    }
    chain.operands().add(other);
    return true;
  }
}
