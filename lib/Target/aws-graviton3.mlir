// AWS Graviton3 (Arm Neoverse V1), one socket. Peaks are what the cores can issue in a cycle, times the clock.
#chip = "WikiChip, AWS Graviton3, https://en.wikichip.org/wiki/AWS_Graviton3"
#sog = "Arm Neoverse V1 Software Optimization Guide, PJDOC-466751330-9685"
#trm = "Arm Neoverse V1 Core Technical Reference Manual, 101427"
#fma = "Arm Neoverse V1 Software Optimization Guide: four 128-bit or two 256-bit FMA pipes"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "aws-graviton3" = #dlti.target_device_spec<
      "description" = "AWS Graviton3, 64 cores, Arm Neoverse V1, SVE 256",
      "kind" = "cpu",
      "processor" = "neoverse-v1",
      "cores" = #dlti.map<"count" = 64, "source" = #chip>,
      "clock" = #dlti.map<"hz" = 2.6e9, "source" = #chip>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 32, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 16, "source" = #fma>,
          f16 = #dlti.map<"ops_per_cycle" = 64, "source" = #fma>,
          (i8) -> i32 = #dlti.map<"ops_per_cycle" = 128, "source" = "Arm Neoverse V1 Software Optimization Guide: SDOT on four 128-bit pipes">>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 65536, "line" = 64, "ways" = 4, "cores" = 1, "source" = #trm,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 64, "source" = "Arm Neoverse V1 Software Optimization Guide: two 256-bit loads in a cycle">>,
        "L2" = #dlti.map<"bytes" = 1048576, "line" = 64, "ways" = 8, "cores" = 1, "source" = #trm>,
        "L3" = #dlti.map<"bytes" = 33554432, "line" = 64, "cores" = 64, "source" = #chip>,
        "DRAM" = #dlti.map<"bytes" = 137438953472, "cores" = 64, "source" = "AWS, Amazon EC2 C7g instances: 128 GiB in the largest; other instances differ",
          "bandwidth" = #dlti.map<"bytes_per_second" = 307.2e9, "source" = "WikiChip, AWS Graviton3: 8 channels of DDR5-4800">>>,
      "links" = #dlti.map<
        "pcie" = #dlti.map<"bytes_per_second" = 63.0e9, "source" = "PCI Express 5.0, 16 lanes of 32 GT/s, 128b/130b encoding">>>>
} {}
