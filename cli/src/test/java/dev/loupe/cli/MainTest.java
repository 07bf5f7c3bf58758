package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exit codes and messages, word for word.
final class MainTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void versionAndHelpSucceed() {
    Shell version = Shell.run(folder, "--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).startsWith("loupe ").contains("JDK " + Runtime.version());
    Shell help = Shell.run(folder, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("train", "eval", "predict", "models", "summary", "data", "bench");
    assertThat(help.out()).doesNotContain("\u001b[");
    assertThat(Shell.run(folder, "generate-completion").out()).contains("complete -F");
  }

  @Test
  void noCommandIsAnError() {
    Shell shell = Shell.run(folder);
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualToNormalizingNewlines(
            """
            loupe: there is no command
              help: loupe --help
            """);
  }

  @Test
  void unknownCommandNamesTheNearest() {
    Shell shell = Shell.run(folder, "trian");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .isEqualToNormalizingNewlines(
            """
            loupe: unknown command 'trian'
              expected: one of train, find-rate, eval, predict, look, explain, compare, models, \
            summary, run, import, export, verify, runs, data, bench, generate-completion
              fix: did you mean 'train'?
              help: loupe --help
            """);
  }

  @Test
  void unknownOptionNamesTheNearest() {
    Shell shell = Shell.run(folder, "train", "--epoch=3");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualToNormalizingNewlines(
            """
            loupe: unknown option '--epoch'
              fix: did you mean '--epochs'?
              help: loupe train --help
            """);
  }

  @Test
  void wordsThatAreNoNumbersAreRefused() {
    Shell shell = Shell.run(folder, "train", "--epochs", "many");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualToNormalizingNewlines(
            """
            loupe: invalid value for option '--epochs': 'many' is not an int
              help: loupe train --help
            """);
  }

  @Test
  void tooManyWordsAreRefused() {
    Shell shell = Shell.run(folder, "summary", "lenet5", "resnet20");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualToNormalizingNewlines(
            """
            loupe: there is no place for 'resnet20'
              help: loupe summary --help
            """);
  }

  @Test
  void unknownModelNamesTheNearest() {
    Shell shell = Shell.run(folder, "summary", "lenet");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .startsWith("loupe: unknown model 'lenet'\n  expected: one of mlp, lenet5, smallcnn")
        .endsWith("\n  fix: did you mean 'lenet5'?\n");
    assertThat(shell.err()).doesNotContain("\tat ");
  }

  @Test
  void debugShowsWhereAnErrorComesFrom() {
    Shell shell = Shell.run(folder, "summary", "lenet", "--debug");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err()).contains("loupe: unknown model 'lenet'").contains("\tat dev.loupe");
  }

  @Test
  void unknownNamesOfATrainingAreRefusedBeforeAnyDataIsOpened() {
    assertThat(Shell.run(folder, "train", "--optimizer", "adm").err())
        .isEqualTo(
            "loupe: unknown optimiser 'adm'\n"
                + "  expected: one of sgd, nesterov, adam, adamw, rmsprop\n"
                + "  fix: did you mean 'adam'?\n");
    assertThat(Shell.run(folder, "train", "--schedule", "cosin").err())
        .isEqualTo(
            "loupe: unknown schedule 'cosin'\n"
                + "  expected: one of constant, cosine, one-cycle, polynomial, step\n"
                + "  fix: did you mean 'cosine'?\n");
    assertThat(Shell.run(folder, "train", "--augment", "crop:2,ligt").err())
        .startsWith(
            "loupe: unknown augmentation 'ligt'\n"
                + "  expected: one of none, light, standard, strong, shift, flip, crop,")
        .endsWith("  fix: did you mean 'light'?\n");
    assertThat(Shell.run(folder, "data", "digits", "--augment", "flip").err())
        .contains("add --sheet FILE");
    assertThat(Shell.run(folder, "train", "--threads", "-1").err())
        .isEqualTo(
            "loupe: --threads is out of range\n"
                + "  expected: at least 1, or 0 for all processors\n"
                + "  got: -1\n");
  }

  @Test
  void unknownDataIsRefused() {
    Shell shell = Shell.run(folder, "train", "--data", "digit");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo(
            "loupe: 'digit' is neither a dataset that Loupe knows nor a folder\n"
                + "  expected: digits, beats, phantoms, blobs, mnist, fashion-mnist, cifar10, or"
                + " the path of a folder\n"
                + "  fix: did you mean 'digits'?\n");
  }
}
