/** Operations that were answered wrongly once, as small as they get: planners join what has to stay apart. */
export const onceWrong: readonly { readonly query: string; readonly variables: Record<string, unknown> }[] = [
  {
    query: `mutation ($input: IncidentInput!) {
      fileIncident(input: $input) {
        ... on Delay { craft { incidents { __typename } name } }
        ... on Collision { craft { inspection stamp } }
      }
    }`,
    variables: { input: { craft: '7', severity: 'HIGH', minutes: 3 } },
  },
  {
    query: `mutation ($craft: ID!) {
      fileIncident(input: { craft: $craft }) {
        craft { __typename }
        ... on Spill { cargo { duty(percent: 2.5) } craft { name } }
      }
    }`,
    variables: { craft: '8' },
  },
  {
    query: `{
      reports {
        ...At
        ... on Incident { craft { inspection } }
        ... on Delay { __typename craft { ... on Freighter { stamp } } }
      }
    }
    fragment At on Incident { at }`,
    variables: {},
  },
  {
    query: `{ incidents(severity: null) { ...Other } }
    fragment Other on Collision { other { ... on Freighter { stamp loadFactor } } }`,
    variables: {},
  },
];
