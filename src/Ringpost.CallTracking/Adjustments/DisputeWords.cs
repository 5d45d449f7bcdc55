namespace Ringpost.CallTracking.Adjustments;

public static class DisputeWords
{
    /// <summary>As people read it, and as the publisher is told where nothing else is said.</summary>
    public static string Words(this DisputeCause cause) =>
        cause switch
        {
            DisputeCause.Duplicate => "The buyer had this caller already",
            DisputeCause.NotQualified => "The caller did not qualify",
            DisputeCause.WrongService => "The caller wanted something else",
            DisputeCause.OutsideArea => "The caller was from outside the area",
            DisputeCause.Technical => "The line did not work",
            DisputeCause.Fraud => "The call was not genuine",
            DisputeCause.CustomerRefunded => "The buyer's customer got the money back",
            DisputeCause.Other => "Another reason",
        };
}
