package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.problems.LocalResponseNormProblems;
import dev.loupe.testkit.problems.MovementProblems;
import dev.loupe.testkit.problems.PoolProblems;
import dev.loupe.testkit.problems.UpsampleProblems;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Kernels without sums across lanes or pieces give the bits of their reference, and with that the
/// same bits at any vector width.
final class SameBitsTest {
  @TestFactory
  Stream<DynamicTest> fastestGivesTheBitsOfTheReference() {
    return Stream.of(
            PoolProblems.all(),
            UpsampleProblems.all(),
            MovementProblems.all(),
            LocalResponseNormProblems.all())
        .flatMap(List::stream)
        .map(p -> DynamicTest.dynamicTest(p.name(), () -> check(p)));
  }

  private static void check(Problem p) {
    List<Tensor> inputs = p.tensors(false);
    // Zeros of both signs, which sums and maxima must not mix up.
    Tensor first = inputs.get(0);
    for (int i = 0; i < first.length(); i += 3) {
      first.set(i, i % 2 == 0 ? 0f : -0f);
    }
    same(p, inputs);
    for (int i = 0; i < first.length(); i += 7) {
      first.set(i, Float.NaN);
    }
    same(p, inputs);
  }

  private static void same(Problem p, List<Tensor> inputs) {
    Tensor reference = Interpreter.run(p.op(), inputs, KernelPolicy.REFERENCE, 0);
    Tensor fastest = Interpreter.run(p.op(), inputs, KernelPolicy.FASTEST, 0);
    for (int i = 0; i < reference.length(); i++) {
      assertThat(Float.floatToIntBits(fastest.get(i)))
          .as("value %d: %s and %s", i, fastest.get(i), reference.get(i))
          .isEqualTo(Float.floatToIntBits(reference.get(i)));
    }
  }
}
