// The room that the next request is for.
const json = pm.response.json();
pm.environment.set("room", json.id);
pm.collectionVariables.set('q', `${json.name}`);
postman.setEnvironmentVariable("name", json["name"]);
pm.test("ok", () => { pm.expect(json.id).to.eql(/[a-z]+\//); });
