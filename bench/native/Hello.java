/** What a JVM takes to start and say something, before a program has done anything of its own. */
final class Hello {
  private Hello() {}

  public static void main(String[] words) {
    System.out.println("hello");
  }
}
