package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.Epilogue;
import dev.loupe.kernel.Epilogue.AddTensor;
import dev.loupe.kernel.Epilogue.Stage;
import dev.loupe.kernel.EpilogueKernel;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// An op with an epilogue: bias, residual, activation. Only passes make it, after gradients.
///
/// Inputs: those of the producer, then one for each stage that has an operand. Output: the
/// producer's shape.
///
/// @param producer computes the values
/// @param epilogue what is done to each before it leaves the cache
public record Fused(Computation producer, Epilogue epilogue) implements Computation {
  @Override
  public String name() {
    return producer.name() + epilogue;
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    int own = inputs.size() - epilogue.operands();
    return producer.infer(inputs.subList(0, own));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    int own = inputs.size() - epilogue.operands();
    Choice c = producer.kernel(inputs.subList(0, own), output, policy);
    boolean vector = policy.refuses(dev.loupe.kernel.Catalog.Kind.VECTOR) == null;
    return new Choice(
        c.name(),
        new EpilogueKernel(c.kernel(), epilogue, own, output.length(), vector),
        c.refusals());
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    int own = inputs.size() - epilogue.operands();
    return producer.flops(inputs.subList(0, own), output)
        + output.elements() * epilogue.stages().size();
  }

  @Override
  public boolean samplewise(List<Shape> inputs) {
    return producer.samplewise(own(inputs));
  }

  @Override
  public boolean bySample(int input, List<Shape> inputs) {
    int own = own(inputs).size();
    if (input < own) {
      return producer.bySample(input, own(inputs));
    }
    List<Stage> reading = epilogue.stages().stream().filter(Stage::hasOperand).toList();
    return reading.get(input - own) instanceof AddTensor;
  }

  private List<Shape> own(List<Shape> inputs) {
    return inputs.subList(0, inputs.size() - epilogue.operands());
  }

  @Override
  public boolean inPlace(int input) {
    return producer.inPlace(input);
  }

  @Override
  public String toString() {
    return producer.toString() + epilogue;
  }
}
