/* The page of the playground. Plain browser code: it is copied as it is, and the page may load scripts of this server only. */
(() => {
  const { createElement: h, useState } = React;
  const path = document.querySelector('meta[name="graphql-path"]').content;

  const sample = `# Musical Spork playground
#
# Ctrl-Enter runs the operation. The "Plan" panel on the left shows which
# subgraphs it would call, and in which order.

query {
  __typename
}
`;

  const parseVariables = (text) => (text && text.trim() !== '' ? JSON.parse(text) : undefined);

  const explain = async (query, variables, operationName) => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'spork-explain': 'plan' },
      body: JSON.stringify({ query, variables: parseVariables(variables), operationName }),
    });
    const { extensions, errors } = await response.json();
    const plan = extensions && extensions.plan;
    if (plan) return typeof plan === 'string' ? plan : (plan.text ?? JSON.stringify(plan, null, 2));
    if (errors) return errors.map((error) => error.message).join('\n');
    return 'The server sent no plan. Plans are shown in development only.';
  };

  const Plan = () => {
    const { queryEditor, variableEditor } = GraphiQL.React.useEditorContext({ nonNull: true });
    const [text, setText] = useState('Press the button to plan the current operation.');
    const show = async () => {
      try {
        const operationName = queryEditor.operationName ?? undefined;
        setText(
          await explain(queryEditor.getValue(), variableEditor && variableEditor.getValue(), operationName),
        );
      } catch (error) {
        setText(String(error.message));
      }
    };
    return h(
      'section',
      { className: 'spork-plan' },
      h('div', { className: 'graphiql-doc-explorer-title' }, 'Plan'),
      h('button', { id: 'show-plan', type: 'button', onClick: show }, 'Show plan'),
      h('pre', { id: 'plan' }, text),
    );
  };

  const PlanIcon = () =>
    h(
      'svg',
      { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', strokeWidth: 1.8, 'aria-hidden': true },
      h('circle', { cx: 5, cy: 12, r: 2.5 }),
      h('circle', { cx: 19, cy: 5, r: 2.5 }),
      h('circle', { cx: 19, cy: 19, r: 2.5 }),
      h('path', { d: 'M7.5 11 16.5 6M7.5 13l9 5' }),
    );

  const problems = document.getElementById('problems');
  const state = document.getElementById('state');
  const poll = async () => {
    try {
      const status = await (await fetch('/playground/status')).json();
      state.textContent = status.ready ? 'ready' : 'not ready';
      problems.hidden = status.problems.length === 0;
      problems.textContent = ['The newest supergraph is not served:', ...status.problems].join('\n');
    } catch {
      state.textContent = 'no connection';
    }
    setTimeout(poll, 1000);
  };

  const endpoint = location.origin + path;
  document.getElementById('sandbox').href += `?endpoint=${encodeURIComponent(endpoint)}`;
  ReactDOM.createRoot(document.getElementById('playground')).render(
    h(GraphiQL, {
      fetcher: GraphiQL.createFetcher({ url: path }),
      defaultQuery: sample,
      plugins: [{ title: 'Plan', icon: PlanIcon, content: Plan }],
    }),
  );
  void poll();
})();
