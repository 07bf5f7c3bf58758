package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GroupSplitTest {
  /// Sample i is class i mod 2 and the group's that a letter names.
  private record Lettered(String letters) implements Dataset {
    @Override
    public int size() {
      return letters.length();
    }

    @Override
    public Shape shape() {
      return Shape.of(1, 1);
    }

    @Override
    public List<String> classes() {
      return List.of("even", "odd");
    }

    @Override
    public int label(int index) {
      return index % 2;
    }

    @Override
    public String group(int index) {
      return letters.substring(index, index + 1).trim();
    }

    @Override
    public void read(int index, Tensor into) {
      into.set(0, index);
    }

    @Override
    public Card card() {
      return new Card("letters", "text", "the tests", "none", "sha256:0");
    }
  }

  private static final Lettered FIVE = new Lettered("aabbccddeeabcdeaabbccddeeabcde");

  private static List<String> groups(Dataset data) {
    return List.copyOf(Leak.names(data));
  }

  private static List<Integer> values(Dataset data) {
    Tensor sample = Tensor.zeros(data.shape());
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      data.read(i, sample);
      values.add((int) sample.get(0));
      assertThat(data.label(i)).isEqualTo(values.getLast() % 2);
    }
    return values;
  }

  private static void assertDivided(Dataset whole, Splits splits) {
    assertThat(Leak.between(splits.train(), splits.test()).found()).isFalse();
    List<Integer> all = new ArrayList<>(values(splits.train()));
    assertThat(all).isSorted();
    assertThat(values(splits.test())).isSorted();
    all.addAll(values(splits.test()));
    Collections.sort(all);
    assertThat(all).isEqualTo(IntStream.range(0, whole.size()).boxed().toList());
  }

  @Test
  void aShareIsMadeOfWholeGroupsAndHangsOnTheSeed() {
    Set<List<String>> tests = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      Splits splits = GroupSplit.share(FIVE, 0.4, seed);
      assertDivided(FIVE, splits);
      assertThat(splits.test().size()).isEqualTo(12);
      assertThat(values(GroupSplit.share(FIVE, 0.4, seed).test())).isEqualTo(values(splits.test()));
      tests.add(groups(splits.test()));
    }
    assertThat(tests).hasSizeGreaterThan(4);
  }

  @Test
  void aShareIsMetAsNearlyAsGroupsAllow() {
    Lettered uneven = new Lettered("aaaaaaaaaaaaaabbbbccdd");
    for (int seed = 0; seed < 20; seed++) {
      Splits splits = GroupSplit.share(uneven, 0.01, seed);
      assertDivided(uneven, splits);
      assertThat(splits.test().size()).isEqualTo(2);
      assertThat(GroupSplit.share(uneven, 0.99, seed).train().size()).isPositive();
      assertThat(GroupSplit.share(uneven, 0.25, seed).test().size()).isBetween(4, 8);
    }
  }

  @Test
  void namedGroupsAreTheTest() {
    Splits splits = GroupSplit.leaving(FIVE, List.of("d", "b"));
    assertDivided(FIVE, splits);
    assertThat(groups(splits.test())).containsExactly("b", "d");
    assertThat(groups(splits.train())).containsExactly("a", "c", "e");
    assertThat(Fixtures.error(() -> GroupSplit.leaving(FIVE, List.of("x", "a"))))
        .isEqualTo("unknown group 'x'\n  expected: one of a, b, c, d, e");
    assertThat(Fixtures.error(() -> GroupSplit.leaving(FIVE, List.of("a", "b", "c", "d", "e"))))
        .isEqualTo(
            "all groups are left out, so there is nothing to learn from\n"
                + "  expected: less than all 5 groups");
    assertThat(Fixtures.error(() -> GroupSplit.leaving(FIVE, List.of())))
        .isEqualTo("no group is named for the test\n  expected: at least one name");
  }

  @Test
  void foldsAreOfTheSameSizeAndEachGroupIsJudgedOnce() {
    for (int count : new int[] {2, 3, 5}) {
      List<Splits> folds = GroupSplit.folds(FIVE, count, 7);
      List<String> judged = new ArrayList<>();
      for (Splits fold : folds) {
        assertDivided(FIVE, fold);
        assertThat(fold.test().size()).isBetween(6 * (5 / count), 6 * ((5 + count - 1) / count));
        judged.addAll(groups(fold.test()));
      }
      assertThat(folds).hasSize(count);
      assertThat(judged).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }
    for (int count : new int[] {1, 6}) {
      assertThat(Fixtures.error(() -> GroupSplit.folds(FIVE, count, 0)))
          .isEqualTo(
              "the number of folds is out of range\n"
                  + "  expected: 2 to 5, as there are so many groups\n  got: "
                  + count);
    }
  }

  @Test
  void leaveOneOutGoesThroughTheGroups() {
    List<Splits> all = GroupSplit.leaveOneOut(FIVE);
    assertThat(all.stream().map(s -> groups(s.test()).getFirst()).toList())
        .containsExactly("a", "b", "c", "d", "e");
    all.forEach(s -> assertDivided(FIVE, s));
  }

  @Test
  void dataWithoutGroupsOrClassesToLearnIsRefused() {
    assertThat(Fixtures.error(() -> GroupSplit.leaveOneOut(new Fixtures.Ramp(3, 2, 2))))
        .isEqualTo(
            "ramp: the samples can't be divided by whom they come from\n"
                + "  expected: a group (patient, speaker) for each sample\n"
                + "  got: none for sample 0");
    assertThat(Fixtures.error(() -> GroupSplit.share(new Lettered("aaaa"), 0.5, 0)))
        .isEqualTo(
            "one group can't be both learned from and judged by\n"
                + "  expected: samples of at least 2 groups (patients, speakers)\n"
                + "  got: 1: 'a'");
    assertThat(Fixtures.error(() -> GroupSplit.leaving(new Lettered("abab"), List.of("b"))))
        .isEqualTo(
            "the test has a class that can't be learned\n"
                + "  expected: samples of 'odd' in other groups\n"
                + "  got: none but in b\n"
                + "  fix: take another seed, or name other groups");
    assertThat(Fixtures.error(() -> GroupSplit.share(FIVE, 1, 0)))
        .isEqualTo(
            "the part for the test is not possible\n"
                + "  expected: a number above 0 and below 1, such as 0.2\n  got: 1.0");
  }

  @Test
  void leaksAreGroupsOnBothSides() {
    Leak leak = Leak.between(new Lettered("aabc "), new Lettered("ccax  "));
    assertThat(leak).isEqualTo(new Leak(List.of("a", "c"), 3));
    assertThat(leak.found()).isTrue();
    Fixtures.Ramp unknown = new Fixtures.Ramp(3, 2, 2);
    assertThat(Leak.between(unknown, unknown).found()).isFalse();
  }

  @Test
  void aSubsetIsAViewWithAHashOfItsOwn() {
    Subset subset = Subset.of(FIVE, 4, 1, 4);
    assertThat(values(subset)).containsExactly(4, 1, 4);
    assertThat(subset.index(1)).isEqualTo(1);
    assertThat(subset.group(0)).isEqualTo("c");
    assertThat(subset.shape()).isEqualTo(FIVE.shape());
    assertThat(subset.classes()).isEqualTo(FIVE.classes());
    assertThat(subset.card().description()).isEqualTo("text (3 of 30 samples)");
    assertThat(subset.card().hash())
        .startsWith("sha256:")
        .isEqualTo(Subset.of(FIVE, 4, 1, 4).card().hash())
        .isNotEqualTo(Subset.of(FIVE, 1, 4, 4).card().hash());
    assertThatThrownBy(() -> Subset.of(FIVE)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Subset.of(FIVE, 30)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Subset.of(FIVE, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
