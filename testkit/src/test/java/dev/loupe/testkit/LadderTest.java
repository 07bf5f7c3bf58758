package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.kernel.KernelPolicy;
import dev.loupe.testkit.problems.Problems;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every rung of the ladder that a single op can climb, over every row of the problem lists.
final class LadderTest {
  @Test
  void namesAreUnique() {
    List<String> names = Problems.all().stream().map(Problem::name).toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> exactOnIntegers() {
    return each(Ladder::exact);
  }

  @TestFactory
  Stream<DynamicTest> accurateOnNormalValues() {
    return each(Ladder::accurate);
  }

  @TestFactory
  Stream<DynamicTest> gradientsOfReferenceKernels() {
    return gradients(KernelPolicy.REFERENCE);
  }

  @TestFactory
  Stream<DynamicTest> gradientsOfFastestKernels() {
    return gradients(KernelPolicy.FASTEST);
  }

  private static Stream<DynamicTest> gradients(KernelPolicy policy) {
    return Problems.all().stream()
        .filter(Problem::differentiable)
        .map(p -> DynamicTest.dynamicTest(p.name(), () -> Ladder.gradients(p, policy)));
  }

  private static Stream<DynamicTest> each(Consumer<Problem> check) {
    return Problems.all().stream()
        .map(p -> DynamicTest.dynamicTest(p.name(), () -> check.accept(p)));
  }
}
