package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BottomLineTest {
  private static final String ERASE = "\r\u001b[K";

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final BottomLine line = new BottomLine(terminal);
  private final OutputStream above = line.above(terminal);

  private static String drawn(String text) {
    return ERASE + "\u001b[?7l" + text + "\u001b[?7h";
  }

  @Test
  void isErasedBeforeAnotherLineIsWritten() throws IOException {
    line.open();
    line.draw("50%");
    above.write(bytes("create a\n"));
    line.draw("60%");
    line.close();

    assertThat(shown()).startsWith(drawn("50%") + ERASE + "create a\n");
    assertThat(shown()).endsWith(drawn("60%") + ERASE);
  }

  @Test
  void isNotDrawnBeforeItIsOpenedNorAfterItIsClosed() throws IOException {
    line.draw("50%");
    above.write(bytes("create a\n"));
    line.open();
    line.close();
    line.draw("60%");
    above.write(bytes("create b\n"));

    assertThat(shown()).isEqualTo("create a\ncreate b\n");
  }

  @Test
  void whatStaysIsDrawnAgainAfterEachLine() throws IOException {
    line.open();
    line.stay("idle");
    above.write(bytes("create a\n"));
    above.write(bytes("create b\n"));

    String idle = drawn("idle");
    assertThat(shown()).isEqualTo(idle + ERASE + "create a\n" + idle + ERASE + "create b\n" + idle);
  }

  @Test
  void whatIsLeftToOthersIsNeitherErasedNorDrawnAgain() throws IOException {
    line.open();
    line.stay("idle");
    line.forget();
    above.write(bytes("create a\n"));
    line.close();

    assertThat(shown()).isEqualTo(drawn("idle") + "create a\n");
  }

  @Test
  void whoLeavesAtOnceDoesNotWaitForATerminalThatIsHalted() throws Exception {
    var isHalted = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    var halted =
        new BottomLine(
            new OutputStream() {
              @Override
              public void write(int b) {
                isHalted.countDown();
                try {
                  goesOn.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
            });
    halted.open();
    var drawer = new Thread(() -> halted.draw("50%"));
    drawer.start();
    isHalted.await();

    halted.abandon();

    assertThat(drawer.isAlive()).isTrue();
    goesOn.countDown();
    drawer.join();
  }

  @Test
  void whoLeavesAtOnceLeavesNothingBehind() {
    line.open();
    line.draw("50%");
    line.abandon();

    assertThat(shown()).isEqualTo(drawn("50%") + ERASE);
  }

  @Test
  void leavesAloneWhatGoesElsewhere() throws IOException {
    var file = new ByteArrayOutputStream();
    OutputStream other = line.above(file);
    line.otherLinesGoElsewhere(true);
    line.open();
    line.draw("50%");
    other.write(bytes("create a\n"));
    line.aboveOwn(terminal).write(bytes("problem b\n"));

    assertThat(file.toString(StandardCharsets.UTF_8)).isEqualTo("create a\n");
    assertThat(shown()).startsWith(drawn("50%") + ERASE + "problem b\n");
  }

  @Test
  void aTerminalThatHasHungUpIsNoTrouble() {
    var gone =
        new BottomLine(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Input/output error");
              }
            });

    gone.open();
    gone.draw("50%");
    gone.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'24 80', '', 80",
    "'24 132\n', 90, 132",
    "'0 0', 90, 90",
    "'0 0', '', 80",
    "'', 100, 100",
    "'stty: what?', x, 80"
  })
  void isAsWideAsTheTerminalOrAsTheEnvironmentSays(String size, String columns, int width) {
    assertThat(TerminalWidth.width(size, columns)).isEqualTo(width);
  }

  @ParameterizedTest
  @CsvSource({
    "0x8803, true", // /dev/pts/3
    "0x0501, true", // /dev/console
    "0x0440, true", // /dev/ttyS0
    "0x0103, false", // /dev/null
    "0x0800, false", // /dev/sda
    "0, false"
  })
  void knowsATerminalByItsNumber(String device, boolean isOne) {
    assertThat(TerminalDevice.isOfTerminal(Long.decode(device))).isEqualTo(isOne);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String shown() {
    return terminal.toString(StandardCharsets.UTF_8);
  }
}
