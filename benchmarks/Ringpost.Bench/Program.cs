using Ringpost.Bench;
using Ringpost.Bench.Calls;
using Ringpost.Bench.Console;
using Ringpost.Bench.Deliveries;
using Ringpost.Bench.Postbacks;
using Ringpost.Bench.Reconciliation;
using Ringpost.Bench.Reports;

// One question per folder; ./bench at the root builds in Release and passes its arguments on.
return args switch
{
    ["postback-ingest", .. var rest] => await PostbackIngest.RunAsync(new BenchArguments(rest)),
    ["click-redirect", .. var rest] => await ClickRedirect.RunAsync(new BenchArguments(rest)),
    ["side-load", .. var rest] => await SideLoad.RunAsync(new BenchArguments(rest)),
    ["steady-memory", .. var rest] => await SteadyMemory.RunAsync(new BenchArguments(rest)),
    ["call-rate", .. var rest] => await CallRate.RunAsync(new BenchArguments(rest)),
    ["whole-chain", .. var rest] => await WholeChain.RunAsync(new BenchArguments(rest)),
    ["delivery-rate", .. var rest] => await DeliveryRate.RunAsync(new BenchArguments(rest)),
    ["delivery-backlog", .. var rest] => await DeliveryBacklog.RunAsync(new BenchArguments(rest)),
    ["delivery-delay", .. var rest] => await DeliveryDelay.RunAsync(new BenchArguments(rest)),
    ["rank-targets", .. var rest] => await RankTargets.RunAsync(new BenchArguments(rest)),
    ["blocked-numbers", .. var rest] => await BlockedNumbers.RunAsync(rest),
    ["report-speed", "--calls", .. var rest] => await CallReportSpeed.RunAsync(rest),
    ["report-speed", .. var rest] => await ReportSpeed.RunAsync(rest),
    ["compare", .. var rest] => await CompareSpeed.RunAsync(new BenchArguments(rest)),
    ["console-weight", .. var rest] => await ConsoleWeight.RunAsync(new BenchArguments(rest)),
    ["host-noop", var url] => await NoOpHost.RunAsync(url),
    ["host-postbacks", var url, var data, var database] => await PostbackHost.RunAsync(url, data, database),
    ["host-deliveries", var url, var data, var database, var roles] => await DeliveryHost.RunAsync(url, data, database, roles),
    ["host-bare-client", var port, var hosts, var inFlight, var seconds] => await BareClient.RunAsync(port, hosts, inFlight, seconds),
    ["host-chain", var url, var data, var database, var receiver, var counting] => await ChainHost.RunAsync(
        url,
        data,
        database,
        receiver,
        counting
    ),
    _ => Usage(),
};

static int Usage()
{
    System.Console.Error.WriteLine(
        """
        usage: ./bench postback-ingest [--keys random|ordered] [--stored N] [--seconds N] [--warm-up N] [--connections N] [--database "Host=..."] [--write-results]
               ./bench click-redirect [--seconds N] [--warm-up N] [--connections N] [--database "Host=..."] [--write-results]
               ./bench side-load [--seconds N] [--connections N] [--stored N] [--database "Host=..."] [--write-results]
               ./bench steady-memory [--minutes N] [--connections N] [--database "Host=..."] [--write-results]
               ./bench call-rate [--calls N] [--warm-up N] [--at-once N] [--rate N] [--seconds N] [--stored N [--whole]] [--database "Host=..."] [--write-results]
               ./bench whole-chain [--calls N] [--warm-up N] [--at-once N] [--database "Host=..."] [--write-results]
               ./bench delivery-rate [--deliveries N] [--hosts N] [--beside-bullmq] [--database "Host=..."] [--write-results]
               ./bench delivery-backlog [--many N] [--deliveries N] [--turns N] [--hosts N] [--database "Host=..."] [--write-results]
               ./bench delivery-delay [--rate N] [--seconds N] [--database "Host=..."] [--write-results]
               ./bench rank-targets [--targets N] [--write-results]
               ./bench blocked-numbers [--write-results]
               ./bench report-speed [--rows N] [--database "Host=..."] [--data DIR [--filled]] [--write-results]
               ./bench report-speed --calls [--rows N] [--database "Host=..."] [--write-results]
               ./bench compare [--rows N] [--write-results]
               ./bench console-weight [--calls N] [--people N] [--seconds N] [--write-results]
        """
    );
    return 2;
}
