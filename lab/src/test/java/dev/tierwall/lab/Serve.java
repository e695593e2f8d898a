package dev.tierwall.lab;
import java.net.*; import java.nio.channels.*; import java.nio.file.*; import java.util.*;
import dev.tierwall.lab.pods.*; import java.io.*;
class Serve { public static void main(String[] a) throws Exception {
  PodAccess none = new LocalPods();
  ControlPlane c = new ControlPlane(List.of(InetAddress.getByName("127.0.0.1")), none);
  ServerSocketChannel s = ServerSocketChannel.open();
  InetSocketAddress at = new InetSocketAddress("127.0.0.1", 18443);
  c.listen(s, at);
  Files.writeString(Path.of("/tmp/lab.kubeconfig"), c.kubeconfig("lab", at));
  System.out.println("ready"); Thread.sleep(3_600_000);
}}
